// The guided start, as it stands: which step is current, and what it waits for. Steps are those of the page's setup; what happens is told by signs, as they have them.

/** The steps whose commands the bot registered. */
export function usable(steps, registered) {
  return steps.filter(({ needs }) => !needs || registered.includes(needs));
}

/** Whether what happened is one of the step's signs. */
export function met(step, event) {
  return step.done.some((sign) => sign.sign === event.sign && MATCHES[sign.sign](sign, event));
}

const MATCHES = {
  answered: (sign, event) => (!sign.command || sign.command === event.command) && event.says.some((words) => words.startsWith(sign.says)),
  pressed: (sign, event) => !sign.label || sign.label === event.label,
  became: (sign, event) => sign.person === event.person,
  clock_moved: () => true,
  saw: (sign, event) => sign.channel === event.channel && (event.edited || !sign.edited),
};

/** The number of the current step after what happened; `standing` is what holds anyway. */
export function advance(steps, at, event, standing) {
  return settle(steps, at < steps.length && met(steps[at], event) ? at + 1 : at, standing);
}

/** The first step from `at` on that is not done by what holds anyway: by who one is, by what one sees. */
export function settle(steps, at, standing) {
  const done = at < steps.length && standing.some((event) => met(steps[at], event));
  return done ? settle(steps, at + 1, standing) : at;
}

/** What a message tells the person whom it answers; nothing to others. */
export function answers(message, person) {
  if (message.interaction_metadata?.user.id !== person) return [];
  return [{ sign: "answered", command: message.interaction?.name ?? "", says: said(message) }];
}

/** The texts of a message or a component, and what stands on its buttons. */
function said({ content, label, components = [], accessory }) {
  const own = [content, label].filter(Boolean);
  return [...own, ...[...components, accessory].filter(Boolean).flatMap(said)];
}

/** What somebody sees of messages that the bot posted by itself in a channel. */
export function seen(messages, bot, channel) {
  const own = messages.filter(({ author, interaction_metadata: asked }) => author.id === bot && !asked);
  return own.map(({ edited_timestamp: edited }) => ({ sign: "saw", channel, edited: edited !== null }));
}
