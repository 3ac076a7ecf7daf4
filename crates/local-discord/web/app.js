// The page: who one is and which channel is open stand in its address, all else is read.

import { listen, read, write } from "./api.js";
import { refresh, setNow } from "./clock.js";
import { Composer } from "./composer.js";
import { Feed } from "./feed.js";
import { begins } from "./focus.js";
import { showForm } from "./form.js";
import { setNames } from "./names.js";
import { channels, showPeople, showPlaces } from "./places.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4_000;

const at = (id) => document.getElementById(id);
/** Where the composer must not take the focus by itself: it would open a keyboard on the screen. */
const phone = matchMedia("(max-width: 40rem), (pointer: coarse)");
const address = new URLSearchParams(location.search);

/** Which reading is the latest: an older one that arrives later is dropped. */
let reading = 0;
let view;
let me = address.get("as");
let open = address.get("channel");
let stop = () => {};
/** Until the next try to connect, in milliseconds. */
let pause = FIRST_PAUSE;
let again;
/** Changes that came while a reading was under way. */
let waiting = null;
const unread = new Set();

const feed = new Feed(at("messages"), {
  press: (id, custom_id) => write(`messages/${id}/press`, { as: me, custom_id }).then(answered),
  choose: (id, custom_id, values) => write(`messages/${id}/choose`, { as: me, custom_id, values }).then(answered),
  older: (before) => read(`channels/${open}/messages`, { as: me, before }),
});

const composer = new Composer(at("composer-place"), {
  say: (content) => write(`channels/${open}/say`, { as: me, content }),
  slash: (path, options) => write(`channels/${open}/slash`, { as: me, path, options }).then(answered),
  complete: (path, options, option, text) => write(`channels/${open}/complete`, { as: me, path, options, option, text }),
});

/** Messages come as changes; a form is shown. */
function answered(answer) {
  if (answer.answer !== "form") return;
  const person = me;
  showForm(answer, (fields) => write(`forms/${answer.id}/submit`, { as: person, fields }).then(answered));
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

  const first = !view;
  const moved = me !== fresh.me || open !== channel?.id;
  view = fresh;
  me = fresh.me;
  open = channel?.id ?? null;
  unread.delete(open);
  setNow(view.now);
  setNames(view);
  history.replaceState(null, "", `?${new URLSearchParams({ as: me, ...(open && { channel: open }) })}`);
  document.title = channel ? `${channel.title} – ${view.title}` : view.title;
  at("brand").textContent = view.title;
  at("channel-title").textContent = channel?.title ?? "No channel";
  at("persona").disabled = false;
  showPeople(at("persona"), view);
  places();
  status();
  if (moved) composer.clear();
  composer.open({ name: channel?.title ?? "", writable: channel?.writable ?? false, commands, view });
  const welcome = commands.length ? view.welcome : "The bot has registered no commands yet.";
  feed.show(messages, { name: channel?.title ?? "No channel", welcome });
  const missed = waiting;
  waiting = null;
  missed.forEach(hear);
  if ((first || moved) && !phone.matches && document.activeElement === document.body) composer.focus();
}

function places() {
  showPlaces(at("places-list"), view, { current: open, unread, go });
}

function status() {
  at("status").textContent = view.bot.connected ? "" : `${view.bot.name} is not connected`;
}

/** Opens a channel; the direct message is made when it is first opened. */
async function go({ id }) {
  showDrawer(false);
  open = id ?? (await read("dm", { as: me })).channel;
  composer.clear();
  await load().catch(report);
  at("composer").focus();
}

/** Acts on one change. */
function hear(frame) {
  setNow(frame.now);
  if (waiting) return void waiting.push(frame);
  switch (frame.change) {
    case "message":
      if (frame.message.channel_id === open) return feed.put(frame.message);
      if (frame.message.edited_timestamp === null) unread.add(frame.message.channel_id);
      return places();
    case "deleted":
      return frame.channel_id === open && feed.remove(frame.message_id);
    case "bot":
      view.bot.connected = frame.connected;
      return status();
    default:
      return load().catch(report);
  }
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
  const name = view?.people.find(({ id }) => id === me)?.name;
  let fresh;
  try {
    fresh = await read("view", { as: me });
  } catch {
    return lost();
  }
  if (me !== asked) return;
  me = asked === fresh.me ? me : (fresh.people.find((person) => person.name === name)?.id ?? fresh.me);
  stop = listen(me, {
    opened: () => {
      pause = FIRST_PAUSE;
      load().catch(report);
    },
    heard: hear,
    lost,
  });
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

at("persona").addEventListener("change", ({ target }) => {
  me = target.value;
  unread.clear();
  composer.clear();
  connect();
});
at("places-button").addEventListener("click", () => showDrawer(!at("places").classList.contains("shown")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") showDrawer(false);
  // The key then goes on into what has the focus.
  if (begins(event)) composer.focus();
});
setInterval(refresh, 10_000);
connect();
