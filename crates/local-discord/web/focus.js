// Where the keyboard goes: after a message changed under it, and when one just begins to type.

/** The arrows and words by which labels lead on and back. */
const ON = /^next\b|[›»→▶⟩]\s*$/iu;
const BACK = /^(previous|back)\b|^\s*[‹«←◀⟨]/iu;

/** Which way a label leads, and in which series: `Page #` for numbered ones, none for named ones. */
function course(label) {
  const way = ON.test(label) ? 1 : BACK.test(label) ? -1 : 0;
  const words = label.replace(/[‹«←◀⟨›»→▶⟩]/gu, "").trim();
  return { way, series: /\d$/.test(words) ? words.replace(/\d+$/, "#") : "" };
}

/** The control that means what `before` meant, of `{id, label, current, disabled}`; undefined where none does. */
export function successor(before, controls) {
  const usable = controls.filter(({ disabled }) => !disabled);
  const same = usable.find(({ id, label }) => id === before.id && label === before.label);
  const current = () => usable.find((control) => control.current);
  if (same) return same;
  const { way, series } = course(before.label);
  if (way === 0) {
    return usable.find(({ id }) => id === before.id) ?? usable.find(({ label }) => label === before.label) ?? current();
  }
  // Another control may have the id by now: that of the part whose page was turned to.
  const leading = (wanted) =>
    usable.find(({ label }) => {
      const other = course(label);
      return other.way === wanted && other.series === series;
    });
  return leading(way) ?? leading(-way) ?? current();
}

/** Whether a key that is pressed outside of the composer begins a text for it. */
export function begins({ key, target, ctrlKey, altKey, metaKey, isComposing, defaultPrevented }) {
  if (ctrlKey || altKey || metaKey || isComposing || defaultPrevented) return false;
  // Space presses buttons and scrolls.
  if ([...key].length !== 1 || key === " ") return false;
  return !target.closest("input, textarea, select, dialog, [role=combobox], [role=listbox], [role=menu]");
}
