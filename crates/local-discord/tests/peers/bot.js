// A small bot, as one writes it with discord.js.
'use strict';

const {
  ActionRowBuilder, ApplicationCommandType, AttachmentBuilder, ButtonBuilder, ButtonStyle, Client,
  ContainerBuilder, ContextMenuCommandBuilder, EmbedBuilder, Events, GatewayIntentBits, LabelBuilder, MessageFlags,
  ModalBuilder, SectionBuilder, SeparatorBuilder, SlashCommandBuilder, StringSelectMenuBuilder,
  TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} = require('discord.js');

const FRUITS = ['apple', 'pear', 'plum'];
const ephemeral = (yes = true) => (yes ? MessageFlags.Ephemeral : undefined);

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: `${process.env.DISCORD_URL}/api` },
});

const COMMANDS = [
  new SlashCommandBuilder().setName('ping').setDescription('Says hello'),
  new SlashCommandBuilder().setName('fruit').setDescription('All about fruit')
    .addSubcommand((pick) => pick.setName('pick').setDescription('Picks fruit')
      .addStringOption((name) => name.setName('name').setDescription('Which').setRequired(true)
        .setAutocomplete(true))
      .addIntegerOption((count) => count.setName('count').setDescription('How many')
        .setMinValue(1).setMaxValue(9))
      .addBooleanOption((quiet) => quiet.setName('private').setDescription('For you only')))
    .addSubcommandGroup((basket) => basket.setName('basket').setDescription('The basket')
      .addSubcommand((show) => show.setName('show').setDescription('Shows it'))),
  new SlashCommandBuilder().setName('card').setDescription('Shows a card'),
  new SlashCommandBuilder().setName('note').setDescription('Takes a note'),
  new SlashCommandBuilder().setName('slow').setDescription('Takes its time'),
  new SlashCommandBuilder().setName('inspect').setDescription('Looks closely')
    .addChannelOption((one) => one.setName('channel').setDescription('Where').setRequired(true))
    .addUserOption((one) => one.setName('member').setDescription('Who').setRequired(true))
    .addRoleOption((one) => one.setName('role').setDescription('As what').setRequired(true))
    .addAttachmentOption((one) => one.setName('file').setDescription('What').setRequired(true)),
  new SlashCommandBuilder().setName('post').setDescription('Posts a text')
    .addStringOption((one) => one.setName('text').setDescription('Which').setRequired(true)),
  new SlashCommandBuilder().setName('long').setDescription('Says too much'),
  new ContextMenuCommandBuilder().setName('Count words').setType(ApplicationCommandType.Message),
];

function basket(count) {
  const buttons = [
    new ButtonBuilder().setCustomId(`more:${count}`).setLabel('More').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('rename').setLabel('Rename').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder().setURL('https://example.org/').setLabel('Site').setStyle(ButtonStyle.Link),
  ];
  const menu = new StringSelectMenuBuilder().setCustomId('take').setMinValues(1).setMaxValues(2)
    .addOptions(FRUITS.map((fruit) => ({ label: fruit, value: fruit })));
  return {
    content: `The basket: ${count}`,
    components: [
      new ActionRowBuilder().addComponents(buttons),
      new ActionRowBuilder().addComponents(menu),
    ],
  };
}

function card(text) {
  const says = (content) => new TextDisplayBuilder().setContent(content);
  const read = new ButtonBuilder().setCustomId('read').setLabel('Read')
    .setStyle(ButtonStyle.Secondary);
  const section = new SectionBuilder().addTextDisplayComponents(says(text))
    .setButtonAccessory(read);
  const container = new ContainerBuilder().addTextDisplayComponents(says('## A card'))
    .addSeparatorComponents(new SeparatorBuilder()).addSectionComponents(section);
  return { components: [container], flags: MessageFlags.IsComponentsV2 };
}

function noteForm() {
  const title = new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short)
    .setMaxLength(20);
  const text = new TextInputBuilder().setCustomId('text').setStyle(TextInputStyle.Paragraph)
    .setRequired(false);
  return new ModalBuilder().setCustomId('note').setTitle('A note').addLabelComponents(
    new LabelBuilder().setLabel('Title').setTextInputComponent(title),
    new LabelBuilder().setLabel('Text').setTextInputComponent(text),
  );
}

function renameForm() {
  const name = new TextInputBuilder().setCustomId('name').setLabel('Name').setValue('The basket')
    .setStyle(TextInputStyle.Short);
  return new ModalBuilder().setCustomId('rename').setTitle('A name')
    .addComponents(new ActionRowBuilder().addComponents(name));
}

const ANSWERS = {
  async ping(interaction) {
    const place = interaction.inGuild() ? interaction.guild.name : 'private';
    await interaction.reply(`Pong, ${interaction.user.displayName}: ${place}`);
  },

  async 'fruit pick'(interaction) {
    const name = interaction.options.getString('name');
    const count = interaction.options.getInteger('count') ?? 1;
    const quiet = interaction.options.getBoolean('private') ?? false;
    await interaction.reply({ content: `${count} × ${name}`, flags: ephemeral(quiet) });
  },

  async 'fruit basket show'(interaction) {
    await interaction.reply(basket(1));
  },

  async card(interaction) {
    await interaction.reply(card('A story'));
  },

  async note(interaction) {
    await interaction.showModal(noteForm());
  },

  async slow(interaction) {
    await interaction.deferReply();
    await interaction.editReply('Done');
    const first = await interaction.followUp('First');
    await interaction.webhook.editMessage(first, 'First, edited');
    const second = await interaction.followUp('Second');
    await interaction.deleteReply(second);
    const reply = await interaction.fetchReply();
    await interaction.followUp({ content: `It said: ${reply.content}`, flags: ephemeral() });
    await interaction.followUp('Last');
  },

  async inspect(interaction) {
    const channel = interaction.options.getChannel('channel');
    const member = interaction.options.getMember('member');
    const role = interaction.options.getRole('role');
    const file = interaction.options.getAttachment('file');
    const text = await (await fetch(file.url)).text();
    const has = member.roles.cache.has(role.id) ? 'is' : 'is not';
    await interaction.reply({
      content: `#${channel.name}: ${member.displayName} ${has} ${role.name}, ${file.name}: ${text}`,
      files: [new AttachmentBuilder(Buffer.from(text.toUpperCase()), { name: 'loud.txt' })],
    });
  },

  async post(interaction) {
    const text = interaction.options.getString('text');
    const embed = new EmbedBuilder().setTitle('A post').setDescription(text);
    const message = await interaction.channel.send({
      content: text, embeds: [embed], allowedMentions: { parse: [] },
    });
    await message.edit(`${text}, edited`);
    const newest = (await interaction.channel.messages.fetch({ limit: 1 })).first();
    await interaction.reply({ content: `Posted: ${newest.content}`, flags: ephemeral() });
  },

  async long(interaction) {
    try {
      await interaction.reply('x'.repeat(2001));
    } catch (error) {
      const content = `Refused: ${error.status} ${error.code}`;
      await interaction.reply({ content, flags: ephemeral() });
    }
  },

  async 'Count words'(interaction) {
    const { author, content } = interaction.targetMessage;
    const count = content.split(' ').length;
    await interaction.reply({
      content: `${count} words by ${author.displayName}`, flags: ephemeral(),
    });
  },
};

async function complete(interaction) {
  const typed = interaction.options.getFocused();
  const fitting = FRUITS.filter((fruit) => fruit.startsWith(typed));
  await interaction.respond(fitting.map((fruit) => ({ name: `A ${fruit}`, value: fruit })));
}

async function press(interaction) {
  const [action, count] = interaction.customId.split(':');
  if (action === 'rename') {
    await interaction.showModal(renameForm());
  } else if (action === 'read') {
    await interaction.update(card('The whole story'));
  } else {
    await interaction.update(basket(Number(count) + 1));
  }
}

async function choose(interaction) {
  await interaction.reply({ content: `Taken: ${interaction.values.join(', ')}`, flags: ephemeral() });
}

async function submit(interaction) {
  const field = (name) => interaction.fields.getTextInputValue(name);
  if (interaction.customId === 'rename') {
    await interaction.deferUpdate();
    await interaction.editReply(`${field('name')}: renamed`);
  } else {
    await interaction.deferReply({ flags: ephemeral() });
    await interaction.editReply(`Saved: ${field('title')}`);
    await interaction.followUp(`Note: ${field('text')}`);
  }
}

function answer(interaction) {
  if (interaction.isAutocomplete()) return complete(interaction);
  if (interaction.isButton()) return press(interaction);
  if (interaction.isStringSelectMenu()) return choose(interaction);
  if (interaction.isModalSubmit()) return submit(interaction);
  const path = [interaction.commandName];
  if (interaction.isChatInputCommand()) {
    path.push(interaction.options.getSubcommandGroup(false), interaction.options.getSubcommand(false));
  }
  return ANSWERS[path.filter(Boolean).join(' ')](interaction);
}

client.on(Events.InteractionCreate, answer);
client.once(Events.ClientReady, () => client.application.commands.set(COMMANDS));
process.once('SIGTERM', () => client.destroy());
client.login(process.env.DISCORD_TOKEN);
