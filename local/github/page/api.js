const [, owner, name, , number] = location.pathname.split("/");

/** The pull request in the page's URL; `/` shows the first one of the demo. */
export const here = name
  ? { owner, name, number: Number(number), repository: `${owner}/${name}` }
  : { owner: "octo-demo", name: "payments", number: 7, repository: "octo-demo/payments" };

const pullUrl = `/_sim/pulls/${here.repository}/${here.number}`;
const rest = `/repos/${here.repository}`;

async function send(method, path, { body, as } = {}) {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body && { "content-type": "application/json" }),
      ...(as && { authorization: `token user:${as}` }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const data = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(data?.message ?? `${method} ${path} returned ${response.status}`);
  return data;
}

export const api = {
  snapshot: () => send("GET", pullUrl),
  commands: () => send("GET", "/_sim/commands"),
  pulls: () => send("GET", "/_sim/pulls"),
  deliveries: () => send("GET", "/_sim/deliveries"),
  delivery: (id) => send("GET", `/_sim/deliveries/${id}`),
  redeliver: (id) => send("POST", `/_sim/deliveries/${id}/redeliver`),
  push: (as) => send("POST", `${pullUrl}/push`, { body: { as } }),
  setState: (as, state) => send("POST", `${pullUrl}/state`, { body: { as, state } }),
  grant: (login, role) =>
    send("POST", `/_sim/repositories/${here.repository}/roles`, { body: { login, role } }),

  // Comments and reviews go through the REST API, as the selected user.
  comment: (as, body) => send("POST", `${rest}/issues/${here.number}/comments`, { as, body: { body } }),
  review: (as, body, event) =>
    send("POST", `${rest}/pulls/${here.number}/reviews`, { as, body: { body, event } }),
  reviewComment: (as, body, place) =>
    send("POST", `${rest}/pulls/${here.number}/comments`, { as, body: { body, side: "RIGHT", ...place } }),
  rerun: (as, id) => send("POST", `${rest}/check-runs/${id}/rerequest`, { as }),
  rerunAll: (as, suite) => send("POST", `${rest}/check-suites/${suite}/rerequest`, { as }),
  checkAction: (as, id, identifier) =>
    send("POST", `/_sim/check-runs/${here.repository}/${id}/actions`, { body: { as, identifier } }),
  edit: (as, kind, id, body) => send("PATCH", commentPath(kind, id), { as, body: { body } }),
  remove: (as, kind, id) => send("DELETE", commentPath(kind, id), { as }),
  react: (as, kind, id, content) =>
    send("POST", `${commentPath(kind, id)}/reactions`, { as, body: { content } }),
};

function commentPath(kind, id) {
  return `${rest}/${kind === "review-comment" ? "pulls" : "issues"}/comments/${id}`;
}
