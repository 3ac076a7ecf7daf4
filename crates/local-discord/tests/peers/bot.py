"""A small bot, as one writes it with discord.py."""

import asyncio
import io
import logging
import os
import signal
import sys

import discord
import yarl
from discord import app_commands, ui

FRUITS = ["apple", "pear", "plum"]

url = os.environ["DISCORD_URL"]
discord.http.Route.BASE = f"{url}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1))


class Tree(app_commands.CommandTree):
    async def on_error(self, interaction, error):
        fail(error)


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents.default())
        self.tree = Tree(self)
        self.failed = False

    async def setup_hook(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.leave)
        # Commands of a tree are registered once it is complete.
        await self.tree.sync()

    def leave(self):
        self.leaving = asyncio.create_task(self.close())

    async def on_error(self, event, *args):
        fail(sys.exc_info()[1])


def fail(error):
    """A fault of one handler is a fault of the bot: the test is to see it."""
    print(f"failed: {error!r}", file=sys.stderr)
    bot.failed = True


bot = Bot()
fruit = app_commands.Group(name="fruit", description="All about fruit")
basket = app_commands.Group(name="basket", description="The basket", parent=fruit)
bot.tree.add_command(fruit)


class Rename(ui.Modal, title="A name"):
    name = ui.TextInput(label="Name", default="The basket")

    async def on_submit(self, interaction):
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"{self.name.value}: renamed")

    async def on_error(self, interaction, error):
        fail(error)


class Note(ui.Modal, title="A note"):
    heading = ui.Label(text="Title", component=ui.TextInput(max_length=20))
    body = ui.Label(
        text="Text",
        component=ui.TextInput(style=discord.TextStyle.paragraph, required=False),
    )

    async def on_submit(self, interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content=f"Saved: {self.heading.component.value}")
        await interaction.followup.send(f"Note: {self.body.component.value}")

    async def on_error(self, interaction, error):
        fail(error)


class Basket(ui.View):
    def __init__(self):
        super().__init__(timeout=None)
        self.count = 1
        self.add_item(ui.Button(label="Site", url="https://example.org/"))

    @ui.button(label="More", style=discord.ButtonStyle.primary)
    async def more(self, interaction, button):
        self.count += 1
        await interaction.response.edit_message(content=f"The basket: {self.count}", view=self)

    @ui.button(label="Rename", style=discord.ButtonStyle.secondary)
    async def rename(self, interaction, button):
        await interaction.response.send_modal(Rename())

    @ui.select(
        min_values=1, max_values=2, options=[discord.SelectOption(label=fruit) for fruit in FRUITS]
    )
    async def take(self, interaction, select):
        text = f"Taken: {', '.join(select.values)}"
        await interaction.response.send_message(text, ephemeral=True)

    async def on_error(self, interaction, error, item):
        fail(error)


class Card(ui.LayoutView):
    def __init__(self, text):
        super().__init__(timeout=None)
        read = ui.Button(label="Read", style=discord.ButtonStyle.secondary)
        read.callback = self.read
        section = ui.Section(ui.TextDisplay(text), accessory=read)
        self.add_item(ui.Container(ui.TextDisplay("## A card"), ui.Separator(), section))

    async def read(self, interaction):
        await interaction.response.edit_message(view=Card("The whole story"))

    async def on_error(self, interaction, error, item):
        fail(error)


@bot.tree.command(description="Says hello")
async def ping(interaction: discord.Interaction):
    place = interaction.guild.name if interaction.guild else "private"
    await interaction.response.send_message(f"Pong, {interaction.user.display_name}: {place}")


@fruit.command(description="Picks fruit")
@app_commands.rename(quiet="private")
async def pick(
    interaction: discord.Interaction,
    name: str,
    count: app_commands.Range[int, 1, 9] = 1,
    quiet: bool = False,
):
    await interaction.response.send_message(f"{count} × {name}", ephemeral=quiet)


@pick.autocomplete("name")
async def fruits(interaction: discord.Interaction, typed: str):
    fitting = [fruit for fruit in FRUITS if fruit.startswith(typed)]
    return [app_commands.Choice(name=f"A {fruit}", value=fruit) for fruit in fitting]


@basket.command(description="Shows it")
async def show(interaction: discord.Interaction):
    await interaction.response.send_message("The basket: 1", view=Basket())


@bot.tree.command(description="Shows a card")
async def card(interaction: discord.Interaction):
    await interaction.response.send_message(view=Card("A story"))


@bot.tree.command(description="Takes a note")
async def note(interaction: discord.Interaction):
    await interaction.response.send_modal(Note())


@bot.tree.command(description="Takes its time")
async def slow(interaction: discord.Interaction):
    await interaction.response.defer()
    await interaction.edit_original_response(content="Done")
    first = await interaction.followup.send("First", wait=True)
    await first.edit(content="First, edited")
    second = await interaction.followup.send("Second", wait=True)
    await second.delete()
    reply = await interaction.original_response()
    await interaction.followup.send(f"It said: {reply.content}", ephemeral=True)
    await interaction.followup.send("Last")


@bot.tree.command(description="Looks closely")
async def inspect(
    interaction: discord.Interaction,
    channel: discord.TextChannel,
    member: discord.Member,
    role: discord.Role,
    file: discord.Attachment,
):
    text = (await file.read()).decode()
    has = "is" if role in member.roles else "is not"
    await interaction.response.send_message(
        f"#{channel.name}: {member.display_name} {has} {role.name}, {file.filename}: {text}",
        file=discord.File(io.BytesIO(text.upper().encode()), "loud.txt"),
    )


@bot.tree.command(description="Posts a text")
async def post(interaction: discord.Interaction, text: str):
    embed = discord.Embed(title="A post", description=text)
    message = await interaction.channel.send(
        text, embed=embed, allowed_mentions=discord.AllowedMentions.none()
    )
    await message.edit(content=f"{text}, edited")
    [newest] = [message async for message in interaction.channel.history(limit=1)]
    await interaction.response.send_message(f"Posted: {newest.content}", ephemeral=True)


@bot.tree.command(description="Says too much")
async def long(interaction: discord.Interaction):
    try:
        await interaction.response.send_message("x" * 2001)
    except discord.HTTPException as error:
        text = f"Refused: {error.status} {error.code}"
        await interaction.response.send_message(text, ephemeral=True)


@bot.tree.context_menu(name="Count words")
async def count_words(interaction: discord.Interaction, message: discord.Message):
    text = f"{len(message.content.split())} words by {message.author.display_name}"
    await interaction.response.send_message(text, ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"], log_level=logging.WARNING)
sys.exit(bot.failed)
