import type { Changes } from "../state/changes.ts";

/** What happened to a pull request besides comments, for the conversation on the page. */
export interface Happening {
  kind: "pushed" | "closed" | "reopened";
  at: string;
  by: string;
  sha: string;
}

export interface Happenings {
  of(fullName: string, number: number): Happening[];
  stop(): void;
}

const kept = 50;

export function createHappenings(changes: Changes): Happenings {
  const byPull = new Map<string, Happening[]>();
  const stop = changes.subscribe((change) => {
    if (change.event !== "pull_request") return;
    const { action, pull, repository, sender } = change;
    const key = `${repository.fullName}#${pull.number}`;
    const kind = action === "synchronize" ? "pushed" : action;
    const happening: Happening = { kind, at: pull.updatedAt, by: sender.login, sha: pull.head.sha };
    byPull.set(key, [...(byPull.get(key) ?? []), happening].slice(-kept));
  });
  return { of: (fullName, number) => byPull.get(`${fullName}#${number}`) ?? [], stop };
}
