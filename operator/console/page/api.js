/** What the console's server refused, with what can be done about it. */
export class Failure extends Error {
  constructor({ message, advice }) {
    super(message);
    this.advice = advice;
  }
}

/** The server is not there any more; what it said before is old. */
export class Unreachable extends Error {}

async function ask(path, options) {
  // Relative: the address of the page holds what lets it in.
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw new Unreachable("The console does not answer: is its command still running?", { cause: error });
  });
  const answer = await response.json();
  if (!response.ok) throw new Failure(answer.error);
  return answer;
}

function send(path, body) {
  const headers = { "content-type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const api = {
  overview: () => ask("overview"),
  health: () => ask("health"),
  jobs: (filter) => ask(`jobs?${new URLSearchParams(filter)}`),
  job: (id, withText) => ask(`jobs/${id}${withText ? "?body" : ""}`),
  retry: (id, reason) => send(`jobs/${id}/retry`, { reason }),
  cancel: (id, reason) => send(`jobs/${id}/cancel`, { reason }),
  deadLetters: () => ask("dead-letters"),
  deadLetter: (id, withText) => ask(`dead-letters/${id}${withText ? "?body" : ""}`),
  replay: (ids, reason) => send("dead-letters/replay", { message_ids: ids, reason }),
  failedInvocations: () => ask("failed-invocations"),
};
