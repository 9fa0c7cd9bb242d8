import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A copy of one of GitHub's own example payloads, which a test may change. */
export type ExamplePayload = Record<string, unknown> & {
  action?: string;
  issue?: Record<string, unknown>;
  comment?: Record<string, unknown>;
};

interface ExampleEvent {
  name: string;
  examples: ExamplePayload[];
}

const path = createRequire(import.meta.url).resolve("@octokit/webhooks-examples");
const events = JSON.parse(readFileSync(path, "utf8")) as ExampleEvent[];

/** Returns a copy of GitHub's example of an event; of an installed App, if there is one. */
export function examplePayload(name: string, action?: string): ExamplePayload {
  const examples = events.find((event) => event.name === name)?.examples ?? [];
  const fitting = examples.filter((example) => action === undefined || example.action === action);
  const found = fitting.find(({ installation }) => installation !== undefined) ?? fitting[0];
  if (!found) throw new Error(`@octokit/webhooks-examples has no ${name} ${action ?? ""}`);
  return structuredClone(found);
}

/** GitHub's example of a comment on the diff, as a reply in that thread, with another text. */
export function exampleReply(body: string, in_reply_to_id: number, action = "created"): ExamplePayload {
  const payload = examplePayload("pull_request_review_comment", action);
  payload.comment = { ...payload.comment, body, in_reply_to_id };
  return payload;
}

/** GitHub's example of a comment, moved from an issue to a pull request, with another text. */
export function exampleComment(body: string, action = "created"): ExamplePayload {
  const payload = examplePayload("issue_comment", action);
  const url = "https://api.github.com/repos/Codertocat/Hello-World/pulls/1";
  const html_url = "https://github.com/Codertocat/Hello-World/pull/1";
  payload.issue = {
    ...payload.issue,
    pull_request: { url, html_url, diff_url: `${html_url}.diff`, patch_url: `${html_url}.patch` },
  };
  payload.comment = { ...payload.comment, body };
  return payload;
}

/** Returns copies of all of GitHub's examples of an event. */
export function examplesOf(name: string): ExamplePayload[] {
  return structuredClone(events.find((event) => event.name === name)?.examples ?? []);
}
