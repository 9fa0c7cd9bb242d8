import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import { intentKey } from "../../core/deliveries/intent-key.ts";
import { decideRollout } from "../../core/routing/rollout-mode.ts";
import type { RolloutPolicy } from "../../core/routing/routing-policy.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { keyLine, keyOfLine } from "../../operator/cli/cut-over/key-lines.ts";
import { setMode } from "../../operator/stack/rollout/set-mode.ts";
import { createFakeIntentStore } from "../fakes/intent-store.ts";
import { createFakeRolloutStore } from "../fakes/rollout-store.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const number = 2100;
const everything = { repos: [], events: [], commands: [] };
let ahead = 0;
const clock = () => Date.now() + ahead;
const intents = createFakeIntentStore(clock);
const rollouts = createFakeRolloutStore(clock);
let service: TestService;
let pull: TestPullRequest;
const asked: Comment[] = [];

/** The old system: it receives every webhook and answers those that the rollout leaves to it. */
const old = {
  /** Null: it answers nothing for now. */
  rollout: { default: "shadow", canary_percentage: 0, rules: [] } as RolloutPolicy | null,
  received: [] as string[],
  answered: new Map<string, number>(),
};

beforeAll(async () => {
  service = await startTestService({ stores: { intents, rollouts }, clock });
  pull = service.pull(number);
  await change("shadow", null);
});

afterAll(() => service.stop());

/** Both systems derive a canary's share from the key, so they agree. */
function isOld(rollout: RolloutPolicy, intent_key: string): boolean {
  const facts = { repo: "octo-demo/payments", event_type: "issue_comment", command: "security" };
  return decideRollout({ rollout }, { ...facts, intent_key }).mode !== "active";
}

function answerInOldSystem(key: string): void {
  old.answered.set(key, (old.answered.get(key) ?? 0) + 1);
}

const keyOf = (comment: Comment) =>
  intentKey(
    {
      ...{ repo_id: service.repository.id, event_type: "issue_comment", pr_number: number },
      ...{ comment_id: comment.id, action: "created" },
    },
    sha256,
  );

/** Posts that many commands; both systems get every webhook, and nothing is dispatched yet. */
async function commands(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const comment = await pull.comment("octavia", `/security request ${asked.length}`);
    const key = keyOf(comment);
    asked.push(comment);
    old.received.push(key);
    if (old.rollout && isOld(old.rollout, key)) answerInOldSystem(key);
  }
}

/** `rollout set`, and the seconds until it takes effect. */
async function change(
  mode: "shadow" | "canary" | "active",
  percentage: number | null,
): Promise<RolloutPolicy> {
  const now = await rollouts.current();
  const before = now?.policy ?? { default: "active", canary_percentage: 0, rules: [] };
  const policy = setMode(before, mode, percentage, everything);
  await rollouts.replace(now?.version ?? 0, { policy, changed_by: "operator:ada", reason: mode });
  ahead += 10_000;
  return policy;
}

/** `idempotency import` of the old system's answers. */
async function importFromOld(): Promise<void> {
  for (const intent_key of old.answered.keys()) {
    const line = keyOfLine({ intent_key, acted: true });
    if (typeof line === "string") throw new Error(line);
    const claim = await intents.claim(line.intent_key, "import");
    if (claim.kind === "claimed") await intents.dispatched(line.intent_key, "import", []);
  }
}

/** `idempotency export`. */
async function exportActed(): Promise<Set<string>> {
  const lines = (await service.jobs()).map(keyLine);
  return new Set(lines.filter(({ acted }) => acted).map(({ intent_key }) => intent_key));
}

/** Lets the old system answer every unanswered command that `mayAnswer` assigns to it. */
function catchUp(mayAnswer: (key: string) => boolean): void {
  for (const key of old.received) if (!old.answered.has(key) && mayAnswer(key)) answerInOldSystem(key);
}

/** Moves commands to the new system. The dispatcher is paused until the old system's keys are imported. */
async function forward(mode: "canary" | "active", percentage: number | null): Promise<void> {
  await commands(3);
  old.rollout = null;
  await commands(3);
  await importFromOld();
  const policy = await change(mode, percentage);
  const acted = await exportActed();
  catchUp((key) => isOld(policy, key) && !acted.has(key));
  old.rollout = policy;
  await service.settle();
}

/** Moves all commands back: exports the new system's keys, then lets the old system answer the rest. */
async function back(): Promise<void> {
  await commands(3);
  const policy = await change("shadow", null);
  await service.settle();
  const acted = await exportActed();
  catchUp((key) => !acted.has(key));
  old.rollout = policy;
}

/** How often each command was answered by the old and by the new system. */
function answers(from = 0): [there: number, here: number][] {
  const bodies = pull.answers().map(({ body }) => body);
  return asked
    .slice(from)
    .map((comment) => [
      old.answered.get(keyOf(comment)) ?? 0,
      bodies.filter((body) => body.includes(`request ${asked.indexOf(comment)}\``)).length,
    ]);
}

test("shadow, a canary of 10 %, active, back and active again: while commands arrive, none is lost or answered twice", async () => {
  await commands(5);
  await service.settle();
  expect(answers()).toEqual(asked.map(() => [1, 0]));

  await forward("canary", 10);
  const canary = asked.length;
  await commands(40);
  await service.settle();
  const live = answers(canary).filter(([, here]) => here > 0);
  expect(live.length).toBeGreaterThan(0);
  expect(live.length).toBeLessThan(15);

  await forward("active", null);
  const active = asked.length;
  await commands(5);
  await service.settle();
  expect(answers(active)).toEqual(Array.from({ length: 5 }, () => [0, 1]));

  await back();
  const again = asked.length;
  await commands(5);
  await service.settle();
  expect(answers(again)).toEqual(Array.from({ length: 5 }, () => [1, 0]));

  await forward("active", null);
  await commands(5);
  await service.settle();

  expect(answers().map(([there, here]) => there + here)).toEqual(asked.map(() => 1));
  const history = await rollouts.history(10);
  expect(history.map(({ reason }) => reason)).toEqual(["active", "shadow", "active", "canary", "shadow"]);
});
