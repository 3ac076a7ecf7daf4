// Forms: those that the bot shows, and the page's own.

import { el, freshId } from "./dom.js";

/** Shows the form, of the bot's or the page's own with `choices` among its fields, until it is sent or left; `submit(fields)` sends what was written, by label, and rejects with words for the person. */
export function showForm({ title, fields }, submit) {
  const inputs = fields.map(input);
  const problem = el("p", { class: "refusal", role: "alert" });
  const send = el("button", { class: "button button-primary", type: "submit" }, "Submit");
  const leave = el("button", { class: "button button-secondary", type: "button", onclick: () => dialog.close() }, "Cancel");
  const heading = el("h2", { id: freshId("form"), dir: "auto" }, title);
  const form = el("form", {}, heading, inputs.map(({ element }) => element), problem, el("div", { class: "row" }, send, leave));
  const dialog = el("dialog", { class: "form", "aria-labelledby": heading.id }, form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      await submit(Object.fromEntries(inputs.map(({ label, field }) => [label, field.value])));
      dialog.close();
    } catch (refused) {
      problem.textContent = refused.message;
      send.disabled = false;
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function input({ label, value = "", placeholder, required, min_length: least, max_length: most, paragraph, choices }) {
  const id = freshId("field");
  const properties = { id, placeholder, required, minlength: least || null, maxlength: most, dir: "auto" };
  const field = choices
    ? el("select", { id, required }, ["", ...choices].map((choice) => el("option", { value: choice }, choice || "none")))
    : paragraph
      ? el("textarea", { ...properties, rows: 5 })
      : el("input", { ...properties, type: "text" });
  field.value = value;
  const mark = required && el("span", { class: "required" }, " required");
  return { label, field, element: el("div", { class: "form-field" }, el("label", { for: id }, label, mark), field) };
}
