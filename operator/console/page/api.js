/** A request that the server refused, with advice. */
class Failure extends Error {
  constructor({ message, advice }) {
    super(message);
    this.advice = advice;
  }
}

/** The server does not answer; the data shown may be outdated. */
class Unreachable extends Error {}

async function ask(path, options) {
  // Relative, because the page's URL contains the token.
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
  retryAll: (ids, reason) => send("jobs/retry", { job_ids: ids, reason }),
  cancel: (id, reason) => send(`jobs/${id}/cancel`, { reason }),
  deliveries: (query) => ask(`deliveries?${new URLSearchParams(query)}`),
  delivery: (guid) => ask(`deliveries/${guid}`),
  explain: (query) => ask(`explain?${new URLSearchParams(query)}`),
  deadLetters: (filter) => ask(`dead-letters?${new URLSearchParams(filter)}`),
  deadLetter: (id, withText) => ask(`dead-letters/${id}${withText ? "?body" : ""}`),
  replay: (ids, reason) => send("dead-letters/replay", { message_ids: ids, reason }),
  activity: (days) => ask(`activity?days=${days}`),
  costs: (query) => ask(`costs?${new URLSearchParams(query)}`),
  budgets: () => ask("budgets"),
  lanes: () => ask("lanes"),
  dropDeadLetters: (ids, reason) => send("dead-letters/drop", { message_ids: ids, reason }),
  dropInvocations: (ids, reason) => send("failed-invocations/drop", { message_ids: ids, reason }),
  countReplay: (wanted) => send("dead-letters/replay-count", wanted),
  replayAll: (wanted) => send("dead-letters/replay-all", wanted),
  replayRun: () => ask("replay-run"),
  stopReplay: () => send("replay-run/stop", {}),
  setIntake: (kind, reason) => send(`intake/${kind}`, { reason }),
  previewRollout: (change) => send("rollout/preview", { change }),
  setRollout: (change, version, reason) => send("rollout", { change, version, reason }),
  circuits: () => ask("circuits"),
  openCircuit: (id, minutes, reason) => send("circuits/open", { ...id, minutes, reason }),
  closeCircuit: (id, reason) => send("circuits/close", { ...id, reason }),
  failedInvocations: () => ask("failed-invocations"),
};
