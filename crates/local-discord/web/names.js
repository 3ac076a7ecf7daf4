// What ids in texts are called, by the view that was read last.

let names = { users: new Map(), roles: new Map(), channels: new Map(), me: "" };

/** Takes over the names of a view. */
export function setNames(view) {
  const byId = (list) => new Map(list.map(({ id, name }) => [id, name]));
  names = {
    users: byId([...view.people, view.bot]),
    roles: byId(view.guilds.flatMap((guild) => guild.roles)),
    channels: byId(view.guilds.flatMap((guild) => guild.channels)),
    me: view.me,
  };
}

/** What a user of a message is called: the view knows its own people best. */
export const nameOf = (user) => names.users.get(user.id) ?? user.global_name ?? user.username;

/** What a user is called by id. */
export const userName = (id) => names.users.get(id) ?? "somebody";

/** What stands for an id in an address: the name of a channel, or nothing much. */
export const placeName = (id) => (names.channels.has(id) ? `#${names.channels.get(id)}` : "…");

/** What stands for a mention in a text. */
export function mention(type, id) {
  if (type === "channel") return `#${names.channels.get(id) ?? "no access"}`;
  const name = (type === "user" ? names.users : names.roles).get(id) ?? `unknown ${type}`;
  return name.startsWith("@") ? name : `@${name}`;
}

/** Whether the person who looks is the one mentioned. */
export const isMe = (id) => id === names.me;
