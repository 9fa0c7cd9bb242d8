const [, owner, name, , number] = location.pathname.split("/");

/** Which pull request the page shows: its address says so, and `/` is the first of the demo. */
export const here = name
  ? { owner, name, number: Number(number), repository: `${owner}/${name}` }
  : { owner: "octo-demo", name: "payments", number: 7, repository: "octo-demo/payments" };

const console = `/_sim/pulls/${here.repository}/${here.number}`;
const rest = `/repos/${here.repository}`;

async function ask(method, path, { body, as } = {}) {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body && { "content-type": "application/json" }),
      ...(as && { authorization: `token user:${as}` }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(answer?.message ?? `${method} ${path} answered ${response.status}`);
  return answer;
}

export const api = {
  snapshot: () => ask("GET", console),
  pulls: () => ask("GET", "/_sim/pulls"),
  deliveries: () => ask("GET", "/_sim/deliveries"),
  delivery: (id) => ask("GET", `/_sim/deliveries/${id}`),
  redeliver: (id) => ask("POST", `/_sim/deliveries/${id}/redeliver`),
  push: (as) => ask("POST", `${console}/push`, { body: { as } }),
  setState: (as, state) => ask("POST", `${console}/state`, { body: { as, state } }),
  grant: (login, role) =>
    ask("POST", `/_sim/repositories/${here.repository}/roles`, { body: { login, role } }),

  // What a person writes goes through the REST API, as that person.
  comment: (as, body) => ask("POST", `${rest}/issues/${here.number}/comments`, { as, body: { body } }),
  review: (as, body, event) =>
    ask("POST", `${rest}/pulls/${here.number}/reviews`, { as, body: { body, event } }),
  reviewComment: (as, body, place) =>
    ask("POST", `${rest}/pulls/${here.number}/comments`, { as, body: { body, side: "RIGHT", ...place } }),
  edit: (as, kind, id, body) => ask("PATCH", commentPath(kind, id), { as, body: { body } }),
  remove: (as, kind, id) => ask("DELETE", commentPath(kind, id), { as }),
  react: (as, kind, id, content) =>
    ask("POST", `${commentPath(kind, id)}/reactions`, { as, body: { content } }),
};

function commentPath(kind, id) {
  return `${rest}/${kind === "review-comment" ? "pulls" : "issues"}/comments/${id}`;
}
