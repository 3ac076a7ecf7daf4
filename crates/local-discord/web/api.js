// What the page asks of the local Discord.

/** A refusal, in words for the person. */
export class Refused extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/page/api/${path}`, options);
  } catch {
    throw new Refused("The local Discord can’t be reached");
  }
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const words = body.refused ?? `The local Discord answered with status ${response.status}`;
  throw new Refused(words[0].toUpperCase() + words.slice(1));
}

/** Reads; parameters that are null are left out. */
export function read(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  return ask(`${path}?${new URLSearchParams(given)}`);
}

/** Writes. */
export function write(path, body) {
  const headers = { "content-type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Writes, and sends files along, in their order. */
export function send(path, body, files) {
  if (files.length === 0) return write(path, body);
  const form = new FormData();
  form.append("data", JSON.stringify(body));
  for (const file of files) form.append("files", file, file.name);
  return ask(path, { method: "POST", body: form });
}

/** Listens to what `person` sees until it is closed by the function that this returns: `opened` once, `heard` each change, `lost` when it breaks or can't be opened. */
export function listen(person, { opened, heard, lost }) {
  const socket = new WebSocket(`ws://${location.host}/page/api/events?as=${person}`);
  socket.onopen = opened;
  socket.onmessage = ({ data }) => heard(JSON.parse(data));
  socket.onclose = lost;
  return () => {
    socket.onclose = null;
    socket.close();
  };
}
