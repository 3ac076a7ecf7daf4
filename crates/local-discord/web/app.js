// The page: who one is and which channel is open stand in its address, all else is read.

import { listen, read, send, write } from "./api.js";
import { ClockPanel } from "./clock-panel.js";
import { refresh, setNow } from "./clock.js";
import { MENU, menuCommands } from "./command.js";
import { Composer } from "./composer.js";
import { Feed } from "./feed.js";
import { el } from "./dom.js";
import { begins } from "./focus.js";
import { showForm } from "./form.js";
import { answers, seen } from "./guide.js";
import { GuidePanel } from "./guide-panel.js";
import { icon } from "./icons.js";
import { nameOf as nameIn, setNames } from "./names.js";
import { Panels } from "./panels.js";
import { showPeople } from "./people.js";
import { channels, isForum, mark, showPlaces } from "./places.js";
import { popMenu } from "./popmenu.js";
import { newPost, posts } from "./posts.js";
import { TroublePanel } from "./trouble-panel.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4_000;
/** How far the clock must be from what it should show to have been moved, in milliseconds. */
const MOVED = 5_000;
/** How long panels wait for more to change before they look again, in milliseconds. */
const SETTLED = 150;
/** How long it is said that something has come elsewhere, in milliseconds; the mark at the channel stays. */
const ANNOUNCED = 12_000;

const at = (id) => document.getElementById(id);
/** Where the composer must not take the focus by itself: it would open a keyboard on the screen. */
const phone = matchMedia("(max-width: 40rem), (pointer: coarse)");
const address = new URLSearchParams(location.search);

/** Which reading is the latest: an older one that arrives later is dropped. */
let reading = 0;
/** What does not change while this local Discord runs. */
let setup = null;
let view;
let me = address.get("as");
let open = address.get("channel");
/** The names of the commands in the menus of messages and of users. */
let onMessages = [];
let onUsers = [];
let stop = () => {};
/** Until the next try to connect, in milliseconds. */
let pause = FIRST_PAUSE;
let again;
/** Changes that came while a reading was under way. */
let waiting = null;
let looking;
const unread = new Set();
/** The last channel in which something came that was not open. */
let arrived = null;
let announced;

/** Tells the guide; one that sent somebody to the clock comes back when that was moved. */
function happened(event) {
  const moved = guide.observe(event);
  if (moved && event.sign === "clock_moved" && panels.isOpen("clock")) panels.open("guide", panels.hasFocus());
}

const feed = new Feed(at("messages"), {
  press: (id, custom_id, label) => write(`messages/${id}/press`, { as: me, custom_id }).then(answered({ sign: "pressed", label })),
  choose: (id, custom_id, values, label) => write(`messages/${id}/choose`, { as: me, custom_id, values }).then(answered({ sign: "pressed", label })),
  use: (id, command) => write(`messages/${id}/use`, { as: me, command }).then(answered()),
  useOn: (user, command) => useOn(user, command),
  older: (before) => read(`channels/${open}/messages`, { as: me, before }),
  open: ({ id }) => go({ id }),
  place: () => placeOf(current()),
  menu: (owner, { data, x, y, use, useOn }) => {
    const apps = onMessages.map((name) => ({ name, run: () => use(name) }));
    const own = takesThread(data) ? [{ name: "Begin a thread", run: () => beginThread(data.id) }] : [];
    const about = onUsers.map((name) => ({ name, run: () => useOn(name) }));
    popMenu(owner, { label: "Message", groups: [["", own], ["Apps", apps], [`Apps for ${nameIn(data.author)}`, about]], none: "Nothing can be done with this message here", x, y });
  },
});

const composer = new Composer(at("composer-place"), {
  say: (content, files) => send(`channels/${open}/say`, { as: me, content }, files),
  slash: (path, options, files) => send(`channels/${open}/slash`, { as: me, path, options }, files).then(answered()),
  complete: (path, options, option, text) => write(`channels/${open}/complete`, { as: me, path, options, option, text }),
});

const clock = new ClockPanel(at("clock-button"), {
  move: (moment) => write("clock", { at: moment }),
  zoned: () => load().catch(report),
});

const trouble = new TroublePanel(at("trouble-button"), {
  run: (run) => write("bot", { run }),
  down: (down) => write("down", { down }),
  limit: (requests) => write("limit", { requests }),
  permit: (permission, given) => write(`channels/${open}/bot`, { as: me, permission, given }),
});

const guide = new GuidePanel(at("guide-button"), {
  type: (text, file) => {
    composer.type(text, file);
    showDrawer(false);
  },
  become: (name) => become(view.people.find((person) => person.name === name)?.id),
  open: (name) => {
    const found = channels(view).find((channel) => channel.name === name);
    if (found) go(found);
    else report({ message: `${nameOf(me)} sees no #${name}` });
  },
  clock: () => panels.open("clock", true),
  standing: () => [{ sign: "became", person: nameOf(me) }, ...seen(feed.messages(), view.bot.id, current()?.name)],
});

const panels = new Panels(at("panel"), [guide, clock, trouble]);

/** Tells the guide what the bot answered, where that is one of its signs. Messages come as changes; a form is shown. */
function answered(event = null) {
  const person = me;
  return (answer) => {
    if (event) happened(event);
    if (answer.answer !== "form") return;
    showForm(answer, (fields) => write(`forms/${answer.id}/submit`, { as: person, fields }).then(answered()));
  };
}

/** Reads everything anew. */
async function load() {
  reading += 1;
  const current = reading;
  const person = me;
  waiting ??= [];
  const fresh = await read("view", { as: me });
  const all = channels(fresh);
  const channel = all.find(({ id }) => id !== null && id === open) ?? all.find(({ id }) => id === fresh.first);
  const [messages, commands] = channel
    ? await Promise.all(["messages", "commands"].map((list) => read(`channels/${channel.id}/${list}`, { as: fresh.me })))
    : [{ messages: [], more: false }, []];
  if (current !== reading || person !== me) return;
  // Another world is served here by now.
  if (setup.run !== fresh.run) return location.reload();

  const first = !view;
  const moved = me !== fresh.me || open !== channel?.id;
  view = fresh;
  me = fresh.me;
  open = channel?.id ?? null;
  onMessages = menuCommands(commands, MENU.message);
  onUsers = menuCommands(commands, MENU.user);
  unread.delete(open);
  setNow(view.now);
  clock.tick();
  setNames(view);
  history.replaceState(null, "", `?${new URLSearchParams({ as: me, ...(open && { channel: open }) })}`);
  head(channel);
  places();
  status();
  if (moved) composer.clear();
  composer.open({ me: nameOf(me), writable: Boolean(channel?.writable) && !isForum(channel), commands, place: placeOf(channel) });
  const welcome = commands.length ? view.welcome : "The bot has registered no commands yet.";
  if (channel && isForum(channel)) feed.showInstead(posts(channel, all.filter(({ thread }) => thread?.parent === channel.id), { go, begin: () => beginPost(channel) }));
  else feed.show(messages, { name: channel?.title ?? "No channel", welcome });
  trouble.open(channel);
  guide.update(view.registered);
  const missed = waiting;
  waiting = null;
  missed.forEach(act);
  if (first) panels.again(setup.run, setup.guide.length > 0 ? "guide" : "");
  if ((first || moved) && !phone.matches && document.activeElement === document.body) composer.focus();
}

/** The channel that is open. */
const current = () => channels(view).find(({ id }) => id === open);

/** Whether a thread can be begun from a message: in a plain or an announcement channel, once. */
const takesThread = ({ thread, only_for_me: mine }) => !thread && !mine && [0, 5].includes(current()?.type);

function beginThread(id) {
  const person = me;
  const fields = [{ label: "Name", required: true, max_length: 100 }];
  showForm({ title: "Begin a thread", fields }, ({ Name: name }) => write(`messages/${id}/thread`, { as: person, name }).then((thread) => go({ id: thread })));
}

function beginPost(forum) {
  const person = me;
  showForm(newPost(forum), ({ Title: name, Tag: tag, Text: content }) =>
    write(`channels/${forum.id}/posts`, { as: person, name, tags: tag ? [tag] : [], content }).then((post) => go({ id: post })),
  );
}

/** Uses a command of a user's menu. */
const useOn = (user, command) => write(`channels/${open}/use`, { as: me, user, command }).then(answered());

/** The menu of a person at the side, where the bot has commands for it. */
function personMenu(owner, { id, name, x, y }) {
  const groups = [[`Apps for ${name}`, onUsers.map((command) => ({ name: command, run: () => useOn(id, command).catch(report) }))]];
  popMenu(owner, { label: name, groups, none: "The bot has no commands for people here", x, y });
}

const nameOf = (id) => view.people.find((person) => person.id === id)?.name ?? "";

/** What options can name: what there is in the channel's guild. */
function placeOf(channel) {
  const guild = view.guilds.find(({ name }) => name === channel?.guild);
  const everybody = [...view.people, view.bot];
  if (!guild) return { people: everybody, channels: [], roles: [] };
  return { people: everybody.filter(({ id }) => guild.members.includes(id)), channels: guild.channels, roles: guild.roles };
}

function head(channel) {
  const title = channel?.title ?? "No channel";
  document.title = channel ? `${title} – ${view.title}` : view.title;
  at("brand").textContent = view.title;
  const parent = channel?.thread && channels(view).find(({ id }) => id === channel.thread.parent);
  const name = document.createElement("bdi");
  name.textContent = channel ? channel.name : title;
  at("channel-title").replaceChildren(...(channel ? [mark(channel)] : []), ...(parent ? [`${parent.name} › `] : []), name);
}

function places() {
  showPlaces(at("places-list"), view, { current: open, unread, go });
  showPeople(at("people"), view, setup.personas, { become, menu: personMenu });
  at("places-button").classList.toggle("unread", unread.size > 0);
  if (!unread.has(arrived)) at("arrivals").replaceChildren();
}

function status() {
  at("status").textContent = view.bot.connected ? "" : `${view.bot.name} is not connected`;
}

/** Becomes another person, where they see something. */
function become(id) {
  if (!id || id === me) return;
  me = id;
  unread.clear();
  composer.clear();
  showDrawer(false);
  connect();
}

/** Opens a channel; the direct message is made when it is first opened. */
async function go(channel) {
  if (!channel) return;
  showDrawer(false);
  open = channel.id ?? (await read("dm", { as: me })).channel;
  composer.clear();
  await load().catch(report);
  if (!phone.matches) at("composer").focus();
}

/** Hears of one change, and of the moment at which it was told. */
function hear(frame) {
  if (Math.abs(setNow(frame.now)) > MOVED && view) {
    clock.tick();
    happened({ sign: "clock_moved" });
    load().catch(report);
  }
  if (frame.change === "control") return look();
  if (waiting) return void waiting.push(frame);
  act(frame);
}

/** Acts on one change. */
function act(frame) {
  switch (frame.change) {
    case "message":
      return heard(frame.message);
    case "deleted":
      return frame.channel_id === open && feed.remove(frame.message_id);
    case "bot":
      view.bot.connected = frame.connected;
      // What it did not answer can be sent again.
      if (frame.connected) composer.say("");
      look();
      return status();
    default:
      return load().catch(report);
  }
}

/** Says for a while that something has come in another channel. */
function announce(channel) {
  arrived = channel.id;
  at("arrivals").replaceChildren(el("button", { type: "button", class: "arrival", onclick: () => go(channel) }, `New in ${channel.title}`));
  clearTimeout(announced);
  announced = setTimeout(() => at("arrivals").replaceChildren(), ANNOUNCED);
}

function heard(message) {
  answers(message, me).forEach(happened);
  const channel = channels(view).find(({ id }) => id === message.channel_id);
  if (message.channel_id === open) {
    feed.put(message);
    return seen([message], view.bot.id, channel?.name).forEach(happened);
  }
  if (message.edited_timestamp === null) {
    unread.add(message.channel_id);
    if (channel && !message.only_for_me) announce(channel);
  }
  const shown = channel?.thread && channel.thread.parent === open;
  return shown ? load().catch(report) : places();
}

/** Has the panels look at what stands beside the world, once it has settled. */
function look() {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const state = await read("control", {}).catch(() => null);
    if (!state) return;
    clock.update(state);
    trouble.update(state, view.bot.name);
  }, SETTLED);
}

function report(refused) {
  waiting = null;
  at("status").textContent = refused.message;
}

/** Connects as `me`, or as the person of the same name where it is another world by now. */
async function connect() {
  clearTimeout(again);
  stop();
  const asked = me;
  let fresh;
  try {
    if (!setup) begin(await read("setup", {}));
    fresh = await read("view", { as: me });
  } catch {
    return lost();
  }
  if (me !== asked) return;
  const name = view && nameOf(me);
  me = asked === fresh.me ? me : (fresh.people.find((person) => person.name === name)?.id ?? fresh.me);
  stop = listen(me, {
    opened: () => {
      pause = FIRST_PAUSE;
      load().then(look).catch(report);
    },
    heard: hear,
    lost,
  });
}

function begin(fresh) {
  setup = fresh;
  clock.begin(setup.time_zone);
  guide.begin(setup.guide, setup.run);
}

/** Says that the local Discord is gone, and tries again. */
function lost() {
  at("status").textContent = "The local Discord is gone. Trying again…";
  clearTimeout(again);
  again = setTimeout(connect, pause);
  pause = Math.min(2 * pause, LONGEST_PAUSE);
}

function showDrawer(shown) {
  at("places").classList.toggle("shown", shown);
  at("places-button").setAttribute("aria-expanded", String(shown));
}

for (const [id, symbol] of [["places-button", "menu"], ["guide-button", "guide"], ["clock-button", "clock"], ["trouble-button", "trouble"]]) {
  at(id).prepend(icon(symbol));
}
at("places-button").addEventListener("click", () => showDrawer(!at("places").classList.contains("shown")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") showDrawer(false);
  // The key then goes on into what has the focus.
  if (begins(event)) composer.focus();
});
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    if (kind === "drop") composer.drop(event.dataTransfer.files);
  });
}
setInterval(refresh, 10_000);
connect();
