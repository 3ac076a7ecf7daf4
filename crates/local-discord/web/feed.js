// The messages of the channel that is open.

import { dayOf, format } from "./clock.js";
import { el } from "./dom.js";
import { message, refusal, replace } from "./message.js";
import { isMe } from "./names.js";

/** How near to the end still counts as being there, in pixels. */
const NEAR = 80;

/** Within how long one goes on with what one said before, in milliseconds. */
const BREATH = 7 * 60_000;

/** The list; `act` has `press(id, custom_id, label)`, `choose(id, custom_id, values, label)` `use(id, command)` and `useOn(user, command)`, which reject with words, `older(before)`, `open(thread)`, `menu(owner, {data, x, y, use(command), useOn(command)})`, and `place()`, what there is in the guild. */
export class Feed {
  constructor(element, act) {
    this.element = element;
    this.act = act;
    this.dismissed = new Set();
    /** What is shown, by id. */
    this.shown = new Map();
    this.atEnd = true;
    /** The message whose answer the person waits for. */
    this.pressed = null;
    let height = element.clientHeight;
    element.addEventListener("scroll", () => {
      // What a change of size brings about is no scrolling of the person's.
      if (element.clientHeight !== height) return;
      this.atEnd = this.nearEnd();
    });
    // The composer grows and a phone's keyboard opens: what was in view stays.
    new ResizeObserver(() => {
      height = element.clientHeight;
      this.follow();
    }).observe(element);
  }

  nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Brings the whole message into view; the top of one that is taller. */
  reveal(article) {
    const fits = article.offsetHeight <= this.element.clientHeight;
    article.scrollIntoView({ block: fits ? "nearest" : "start" });
    this.atEnd = fits && this.nearEnd();
    this.follow();
  }

  /** Stays at the end where it was there. */
  follow() {
    if (this.atEnd) this.element.scrollTop = this.element.scrollHeight;
  }

  /** Shows these messages, oldest first, and nothing else. */
  show({ messages, more }, { name, welcome }) {
    this.heading = el("div", { class: "welcome" }, el("h2", {}, name), el("p", {}, welcome));
    this.element.replaceChildren();
    this.shown.clear();
    this.prepend(messages, more);
    this.atEnd = true;
    this.follow();
    const newest = this.find(messages.at(-1)?.id);
    if (newest) this.reveal(newest);
  }

  prepend(messages, more) {
    const height = this.element.scrollHeight;
    const seen = messages.filter(({ id }) => !this.dismissed.has(id)).map((data) => this.build(data));
    const top = more ? this.older(messages[0].id) : this.heading;
    this.element.prepend(top, ...seen);
    this.days();
    this.element.scrollTop += this.element.scrollHeight - height;
  }

  older(before) {
    const button = el("button", { type: "button", class: "button button-secondary older" }, "Earlier messages");
    button.addEventListener("click", async () => {
      const { messages, more } = await this.act.older(before);
      button.remove();
      this.prepend(messages, more);
    });
    return button;
  }

  /** Adds the message, or puts it in the place of what it was; what the person brought about is scrolled to. */
  put(data) {
    if (this.dismissed.has(data.id)) return;
    const [old, before] = [this.find(data.id), this.shown.get(data.id)];
    const fresh = this.build(data);
    if (old) {
      replace(old, fresh);
      if (this.edited(data, before)) fresh.classList.add("changed");
    } else this.element.append(fresh);
    this.days();

    const said = !old || old.querySelector(".thinking");
    const mine = isMe((data.interaction_metadata?.user ?? data.author).id);
    const awaited = this.pressed === data.id;
    if (awaited || (said && mine)) this.pressed = null;
    if (awaited || (said && (mine || this.atEnd))) this.reveal(fresh);
    else this.follow();
  }

  /** Whether its author changed the message since it was shown, unasked by this person. */
  edited(data, before) {
    return data.edited_timestamp !== before?.edited_timestamp && this.pressed !== data.id;
  }

  remove(id) {
    this.shown.delete(id);
    this.find(id)?.remove();
    this.days();
  }

  /** Shows something else than messages. */
  showInstead(element) {
    this.shown.clear();
    this.element.replaceChildren(element);
    this.element.scrollTop = 0;
    this.atEnd = false;
  }

  /** Says between messages on which day those are that follow, and which go on from the one before. */
  days() {
    for (const line of this.element.querySelectorAll(".day")) line.remove();
    let [before, last] = [null, null];
    for (const article of this.element.querySelectorAll("article")) {
      const time = Number(article.dataset.time);
      const day = dayOf(time);
      article.classList.toggle("continued", continues(article, last));
      last = article;
      if (day !== before) article.before(el("p", { class: "day" }, el("span", {}, format(time, "day"))));
      before = day;
    }
  }

  find(id) {
    return this.element.querySelector(`article[data-id="${id}"]`);
  }

  /** The messages that are shown. */
  messages() {
    return [...this.shown.values()];
  }

  build(data) {
    this.shown.set(data.id, data);
    const tell = (deed) => {
      this.pressed = data.id;
      return deed.then(
        () => this.find(data.id)?.querySelector(".refusal")?.remove(),
        (refused) => this.refuse(data.id, refused.message),
      );
    };
    const dismiss = () => {
      this.dismissed.add(data.id);
      this.remove(data.id);
    };
    return message(data, {
      press: (customId, label) => tell(this.act.press(data.id, customId, label)),
      choose: (customId, values, label) => tell(this.act.choose(data.id, customId, values, label)),
      dismiss: data.only_for_me ? dismiss : null,
      open: this.act.open,
      jump: (id) => this.jump(id),
      menu: (owner, x, y) =>
        this.act.menu(owner, {
          data,
          x,
          y,
          use: (command) => tell(this.act.use(data.id, command)),
          useOn: (command) => tell(this.act.useOn(data.author.id, command)),
        }),
      place: this.act.place(),
    });
  }

  /** Goes to a message, where it is shown. */
  jump(id) {
    const article = this.find(id);
    if (!article) return;
    article.tabIndex = -1;
    article.focus({ preventScroll: true });
    this.reveal(article);
  }

  refuse(id, words) {
    this.pressed = null;
    const main = this.find(id)?.querySelector(".message-main");
    main?.querySelector(".refusal")?.remove();
    main?.append(refusal(words));
  }
}

/** Whether the message goes on from the one before: the same author, soon after, and nothing stands over it. */
function continues(article, before) {
  const { author, time } = article.dataset;
  const same = before?.dataset.author === author && before.classList.contains("only-for-me") === article.classList.contains("only-for-me");
  return same && dayOf(Number(time)) === dayOf(Number(before.dataset.time)) && time - before.dataset.time < BREATH && !article.querySelector(".caller, .reply");
}
