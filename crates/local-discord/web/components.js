// Components of messages: https://discord.com/developers/docs/components/reference

import { el } from "./dom.js";
import { menu } from "./menu.js";
import { prose } from "./prose.js";

const TYPE = { row: 1, button: 2, section: 9, text: 10, thumbnail: 11, gallery: 12, file: 13, separator: 14, container: 17 };
const MENUS = [3, 5, 6, 7, 8];
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

/** The elements of components; `act` has `press(custom_id, label)`, `choose(custom_id, values, label)`, and what there is around them as `place`. */
export function components(list, act) {
  return list.map((component) => build(component, act));
}

function build(component, act) {
  if (MENUS.includes(component.type)) return menu(component, act.place, (values) => act.choose(component.custom_id, values, component.placeholder ?? ""));
  switch (component.type) {
    case TYPE.row:
      return el("div", { class: "row" }, components(component.components, act));
    case TYPE.button:
      return button(component, act);
    case TYPE.section:
      return el(
        "div",
        { class: "section" },
        el("div", { class: "section-text" }, components(component.components, act)),
        build(component.accessory, act),
      );
    case TYPE.text:
      return prose(component.content);
    case TYPE.thumbnail:
      return picture(component, "thumbnail");
    case TYPE.gallery:
      return el("div", { class: "gallery" }, component.items.map((item) => picture(item, "picture")));
    case TYPE.file:
      return el("p", { class: "file" }, link(component.file.url, component.name ?? component.file.url));
    case TYPE.separator: {
      const line = component.divider === false ? "" : " line";
      const wide = component.spacing === 2 ? " wide" : "";
      return el("div", { class: `separator${line}${wide}`, role: line ? "separator" : "presentation" });
    }
    case TYPE.container:
      return container(component, act);
    default:
      return el("p", { class: "unknown" }, "This page doesn’t show this component yet");
  }
}

function container({ accent_color: accent, components: inner, spoiler }, act) {
  const box = el("div", { class: "container" }, components(inner, act));
  if (typeof accent === "number") {
    box.classList.add("accented");
    box.style.setProperty("--stripe", `#${accent.toString(16).padStart(6, "0")}`);
  }
  return spoiler ? el("details", { class: "hidden-part" }, el("summary", {}, "Spoiler"), box) : box;
}

function button(component, act) {
  const { label = "", emoji, style, url, disabled } = component;
  const face = [emoji && el("span", { class: "button-emoji" }, emoji.id ? `:${emoji.name}:` : emoji.name), el("span", { dir: "auto" }, label)];
  const look = `button button-${STYLES[style] ?? "secondary"}`;
  if (url && !disabled) {
    const away = el("span", { class: "visually-hidden" }, " (opens another site)");
    return el("a", { class: look, href: url, target: "_blank", rel: "noopener noreferrer", "data-control": url, "data-label": label }, face, away, el("span", { "aria-hidden": "true" }, "↗"));
  }
  const properties = { class: look, type: "button", "data-control": component.custom_id ?? url, "data-label": label };
  const pressed = el("button", { ...properties, disabled: Boolean(disabled) }, face);
  pressed.addEventListener("click", async () => {
    if (pressed.getAttribute("aria-busy")) return;
    pressed.setAttribute("aria-busy", "true");
    await act.press(component.custom_id, label);
    pressed.removeAttribute("aria-busy");
  });
  return pressed;
}

/** Pictures of this Discord are shown; the page asks nothing of other sites, so theirs are linked to. */
function picture({ media, description }, kind) {
  const own = URL.parse?.(media.url, location.href) ?? new URL(media.url, location.href);
  const words = description || "Image";
  if (own.origin === location.origin) return el("img", { class: kind, src: own.href, alt: description ?? "" });
  return el("a", { class: `${kind} away`, href: media.url, target: "_blank", rel: "noopener noreferrer" }, words);
}

function link(url, words) {
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}
