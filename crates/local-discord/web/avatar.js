// A letter on a colour in the place of a picture.

import { el } from "./dom.js";

const TINTS = 6;

/** The sign of a person, or of an `app`. */
export function avatar(name, app = false) {
  const tint = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS;
  const letters = [...name].filter((letter) => /\p{L}|\p{N}/u.test(letter)).slice(0, 1);
  return el("span", { class: app ? "avatar avatar-app" : `avatar tint-${tint}`, "aria-hidden": "true" }, letters.join("").toUpperCase());
}
