import type { Changes } from "../state/changes.ts";

/** A push, a close or a reopen, which the page shows between the comments. */
export interface PullRequestEvent {
  kind: "pushed" | "closed" | "reopened";
  /** ISO 8601 UTC. */
  at: string;
  /** Login of the user. */
  by: string;
  sha: string;
}

export interface PullRequestEvents {
  forPullRequest(fullName: string, number: number): PullRequestEvent[];
  stop(): void;
}

const maxEventsPerPull = 50;

/** Keeps the latest 50 events of each pull request. */
export function recordPullRequestEvents(changes: Changes): PullRequestEvents {
  const byPull = new Map<string, PullRequestEvent[]>();
  const stop = changes.subscribe((change) => {
    if (change.event !== "pull_request") return;
    const { action, pull, repository, sender } = change;
    const key = `${repository.fullName}#${pull.number}`;
    const kind = action === "synchronize" ? "pushed" : action;
    const event: PullRequestEvent = { kind, at: pull.updatedAt, by: sender.login, sha: pull.head.sha };
    byPull.set(key, [...(byPull.get(key) ?? []), event].slice(-maxEventsPerPull));
  });
  return { forPullRequest: (fullName, number) => byPull.get(`${fullName}#${number}`) ?? [], stop };
}
