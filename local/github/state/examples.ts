import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The fields of GitHub's example payloads that the simulator reads. */
export interface ExamplePayload {
  action?: string;
  repository?: ExampleRepository;
  pull_request?: ExamplePullRequest;
  issue?: { number: number; title: string };
  comment?: ExampleComment;
}

export interface ExampleRepository {
  id: number;
  full_name: string;
  owner: { id: number; login: string; type: string };
  default_branch: string;
}

export interface ExamplePullRequest {
  id: number;
  number: number;
  title: string;
  body: string | null;
  user: { id: number; login: string };
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
}

export interface ExampleComment {
  id: number;
  body: string;
  user: { id: number; login: string };
  created_at: string;
  updated_at: string;
}

interface ExampleEvent {
  name: string;
  examples: ExamplePayload[];
}

export interface Examples {
  payloads: ExamplePayload[];
  /** Returns the last example of an event that has all of `keys`; throws if there is none. */
  payload(event: string, ...keys: (keyof ExamplePayload)[]): ExamplePayload;
}

const events = [
  "issue_comment",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "issues",
];

let known: ExampleEvent[] | undefined;

/** Reads GitHub's example payloads from `@octokit/webhooks-examples`, 4 MB, once. */
export function readExamples(): Examples {
  known ??= readEvents();
  const kept = known;
  return {
    payloads: kept.flatMap((event) => event.examples),
    payload(name, ...keys) {
      const examples = kept.find((event) => event.name === name)?.examples ?? [];
      const found = examples.findLast((example) => keys.every((key) => example[key] !== undefined));
      if (!found) throw new Error(`@octokit/webhooks-examples has no ${name} with ${keys.join(", ")}`);
      return found;
    },
  };
}

function readEvents(): ExampleEvent[] {
  const path = createRequire(import.meta.url).resolve("@octokit/webhooks-examples");
  const all: ExampleEvent[] = JSON.parse(readFileSync(path, "utf8"));
  return all.filter((event) => events.includes(event.name));
}
