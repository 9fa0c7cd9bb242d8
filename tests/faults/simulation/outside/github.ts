import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { CommentPlace, OwnComment } from "../../../../core/answering/pull-request-writer.ts";
import type { DeliveryStatus } from "../../../../core/deliveries/delivery.ts";
import { type Permission, reaches } from "../../../../core/github/permission.ts";
import type { LiveComment } from "../../../../core/github/repository-reader.ts";
import { createFakeCheckRuns } from "../../../fakes/check-runs.ts";
import { createFakeHookDeliveries } from "../../../fakes/hook-deliveries.ts";
import { createFakePullRequestWriter, type PostedComment } from "../../../fakes/pull-request-writer.ts";
import { createFakeRepositoryReader } from "../../../fakes/repository-reader.ts";
import type { Lambda, Outcome } from "../platform/lambda.ts";
import type { Scheduler } from "../time/scheduler.ts";

/** An event as GitHub sends it to one hook. */
export interface HookEvent {
  hook_id: string;
  guid: string;
  request: APIGatewayProxyEventV2;
}

/** An event that GitHub got an answer for. */
export interface AnsweredEvent extends HookEvent {
  status: number;
  body: Record<string, unknown>;
  /** What was recorded of it when the answer was sent. */
  recorded: DeliveryStatus | null;
}

export interface GitHubParts {
  /** Whether a list of comments can show an earlier state. */
  remembers: boolean;
  /** IDs of the hooks whose deliveries GitHub lists, the App's first. */
  hookIds: readonly string[];
  scheduler: Scheduler;
  lambda: Lambda;
  /** What is recorded of an event here. */
  recorded(event: HookEvent): DeliveryStatus | null;
}

export type GitHub = ReturnType<typeof createGitHub>;

export const appHook = "292430182";
export const repositoryHook = "17";
/** The author of GitHub's example comment. */
export const sender = "Codertocat";
/** Of GitHub's example. */
const repositoryId = 186_853_002;
/** Milliseconds that a replica may lag; the dispatcher allows for thirty seconds. */
const behindMs = 20_000;
/** The same for a list of comments. */
const listBehindMs = 60_000;
const answerLimitMs = 10_000;

/** GitHub: the pull request, the permissions on it, and the deliveries to our webhook. */
export function createGitHub({ hookIds, scheduler, lambda, recorded, remembers }: GitHubParts) {
  const reader = createFakeRepositoryReader({ permissions: { [sender]: "write" } });
  const writer = createFakePullRequestWriter();
  const checks = createFakeCheckRuns();
  const hooks = hookIds.map((id, index) =>
    createFakeHookDeliveries(scheduler.now, index === 0 ? "app" : `octo-demo/payments:${id}`, id),
  );
  reader.repository.pull.repo_id = repositoryId;
  /** When GitHub's list first shows a comment of ours: milliseconds since the epoch, by comment ID. */
  const listed = new Map<number, number>();
  /** The lists of our comments, each with the time of its first use. */
  const lists: { at: number; shown: PostedComment[] }[] = [];
  const sent: HookEvent[] = [];
  const arrived: AnsweredEvent[] = [];
  const comments: { at: number; id: number; comment: LiveComment | null }[] = [];
  const permissions: { at: number; login: string; held: Permission }[] = [
    { at: 0, login: sender, held: "write" },
  ];
  const heads: { at: number; sha: string }[] = [{ at: 0, sha: reader.repository.pull.head_sha }];

  /** The pull request may have changed. */
  function changed(): void {
    if (remembers) lists.push({ at: scheduler.now(), shown: structuredClone(writer.comments) });
  }

  /** One attempt: GitHub waits ten seconds for an answer, and never retries by itself. */
  async function attempt(event: HookEvent): Promise<void> {
    const answer = await firstOf(
      lambda.invoke("GitHub", "receiveWebhook", { ...event.request }),
      answerLimitMs,
      scheduler,
    );
    const { statusCode = 502, body = "{}" } = (answer?.ok ? answer.value : {}) as Record<string, never>;
    const ok = statusCode >= 200 && statusCode < 300;
    if (ok) arrived.push({ ...event, status: statusCode, body: JSON.parse(body), recorded: recorded(event) });
    hookOf(event.hook_id)?.attempt(event.guid, ok);
  }

  const hookOf = (hook_id: string) => hooks[hookIds.indexOf(hook_id)];

  for (const [index, hook] of hooks.entries()) {
    const hook_id = hookIds[index];
    hook.onRedeliver = (guid) => {
      const event = sent.find((one) => one.guid === guid && one.hook_id === hook_id);
      if (event) scheduler.after(1_000, () => void attempt(event));
    };
  }

  return {
    reader,
    writer,
    checks,
    hooks,
    sent,
    arrived,
    /** Creates a comment as our App, which the list shows after that time. */
    async post(place: CommentPlace, body: string, hiddenMs = 0): Promise<number> {
      const id = await writer.createComment(place, body);
      const comment = writer.comments.find((one) => one.id === id);
      function show(): void {
        if (comment) comment.unlisted = false;
        listed.set(id, scheduler.now());
        changed();
      }
      if (comment && hiddenMs > 0) {
        comment.unlisted = true;
        scheduler.after(hiddenMs, show);
      } else show();
      return id;
    },
    /** Creates a check run, which the list shows after that time. */
    async createHiddenCheck(hiddenMs: number, ...args: Parameters<typeof checks.create>): Promise<number> {
      const id = await checks.create(...args);
      const run = checks.runs.find((one) => one.id === id);
      if (!run) return id;
      run.unlisted = true;
      scheduler.after(hiddenMs, () => {
        run.unlisted = false;
      });
      return id;
    },
    changed,
    /** Our comments as a lagging replica may still list them. */
    async staleOwnComments({ thread }: CommentPlace, since: string): Promise<OwnComment[]> {
      const past = lists.findLast(({ at }) => at <= scheduler.now() - listBehindMs)?.shown ?? [];
      return past
        .filter(({ ours, unlisted, created_at }) => ours && !unlisted && created_at >= since)
        .filter((comment) => (comment.thread === null) === (thread === null))
        .map(({ id, body }) => ({ id, body }));
    },
    /** The bodies of our comments that have been listed since before that time. */
    shownSince(time: number): string[] {
      const old = writer.comments.filter(({ id }) => (listed.get(id) ?? Number.POSITIVE_INFINITY) < time);
      return old.map(({ body }) => body);
    },
    /** Sends an event to its hook. */
    send(event: HookEvent): void {
      const known = sent.some(({ guid, hook_id }) => guid === event.guid && hook_id === event.hook_id);
      if (!known) sent.push(event);
      void attempt(event);
    },
    /** Sets a comment's state from now on; null deletes it. */
    setComment(id: number, comment: LiveComment | null): void {
      reader.repository.comments[id] = comment;
      comments.push({ at: scheduler.now(), id, comment });
    },
    /** The comment as a lagging replica may still show it. */
    staleComment(id: number): LiveComment | null {
      const known = comments.filter((change) => change.id === id && change.at <= scheduler.now() - behindMs);
      return known.at(-1)?.comment ?? null;
    },
    setPermission(login: string, held: Permission): void {
      reader.repository.permissions[login] = held;
      permissions.push({ at: scheduler.now(), login, held });
    },
    close(): void {
      reader.repository.pull.closed_at = new Date(scheduler.now()).toISOString();
    },
    push(sha: string): void {
      reader.repository.pull.head_sha = sha;
      heads.push({ at: scheduler.now(), sha });
    },
    /** Whether the user had that permission at any time from `from` to `to`. */
    hadPermission(login: string, minimum: Permission, from: number, to: number): boolean {
      const own = permissions.filter((change) => change.login === login);
      return during(own, from, to).some(({ held }) => reaches(held, minimum));
    },
    /** Whether the branch was at that commit at any time from `from` to `to`. */
    hadHead(sha: string, from: number, to: number): boolean {
      return during(heads, from, to).some((head) => head.sha === sha);
    },
  };
}

/** The state at `from`, and every later state until `to`. */
function during<Change extends { at: number }>(changes: Change[], from: number, to: number): Change[] {
  const first = changes.findLastIndex(({ at }) => at <= from);
  return changes.slice(Math.max(0, first)).filter(({ at }) => at <= to);
}

/** Returns null if the time runs out first. */
function firstOf(
  outcome: Promise<Outcome>,
  milliseconds: number,
  scheduler: Scheduler,
): Promise<Outcome | null> {
  return new Promise((resolve) => {
    const late = scheduler.after(milliseconds, () => resolve(null), true);
    void outcome.then((ended) => {
      scheduler.cancel(late);
      resolve(ended);
    });
  });
}
