import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createCircuitBreaker } from "../../../../core/circuit/circuit-breaker.ts";
import { modelPolicy } from "../../../../core/circuit/circuit-policy.ts";
import { createOperationLog } from "../../../../operator/stack/operations/operation-log.ts";
import { createFakeMetrics } from "../../../fakes/metrics.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";

const anthropic = { provider: "anthropic", key: "*" };
const log = { info() {}, error() {} };
let stack: OperatorStack;

beforeAll(async () => {
  stack = await startOperatorStack({});
  await stack.jobs.create(aNewJob({ installation_id: 5001 }), aNote);
});

afterAll(() => stack.stop());

/** What a worker does before it asks the provider. */
function askProvider() {
  const breaker = createCircuitBreaker({
    ...{ provider: "anthropic", policy: modelPolicy, store: stack.circuits, log },
    ...{ clock: Date.now, metrics: createFakeMetrics(), judge: () => ({ kind: "nothing" }) },
  });
  return breaker.run(["*"], async () => "called");
}

async function listed(...options: string[]) {
  const { code, stdout } = await stack.run(["circuit", "list", "--json", ...options]);
  expect(code).toBe(0);
  return JSON.parse(stdout).circuits as Record<string, unknown>[];
}

test("what is open stops workers, is listed, and is closed again by hand", async () => {
  expect(await askProvider()).toBe("called");
  const args = ["anthropic", "all", "--reason", "the key is replaced", "--actor", "ada"];
  const opened = await stack.run(["circuit", "open", ...args, "--for", "30m"]);
  expect(opened.code).toBe(0);
  expect(opened.stdout).toMatch(/^Nobody calls anthropic \* until \S+Z \(in 30 min\)\.$/m);
  await expect(askProvider()).rejects.toMatchObject({ name: "CircuitOpenError" });

  const found = await listed();
  expect(found.find(({ provider }) => provider === "anthropic")).toEqual({
    ...{ provider: "anthropic", key: "*", state: "open", version: 1, openings: 0, reason: "by_hand" },
    ...{ since: expect.stringMatching(/^20.*Z$/), until: expect.stringMatching(/^20.*Z$/) },
  });
  // Everybody's, the App's own, and those of installations that have jobs.
  expect(found.map(({ provider, key }) => `${provider} ${key}`)).toEqual([
    ...["github *", "anthropic *", "openai-compatible *", "bedrock *", "github app", "github 5001"],
  ]);

  const closed = await stack.run(["circuit", "close", ...args]);
  expect(closed.stdout).toContain("Everybody calls anthropic * again; it was open (by_hand).");
  expect(await askProvider()).toBe("called");
  const again = await stack.run(["circuit", "close", ...args]);
  expect(again.stdout).toContain("anthropic * is closed");
  const operations = await createOperationLog(stack.ref("IdempotencyTable")).latest(9);
  expect(operations.map(({ kind, actor, reason, ids }) => ({ kind, actor, reason, key: ids.key }))).toEqual([
    { kind: "circuit_close", actor: "operator:ada", reason: "the key is replaced", key: "*" },
    { kind: "circuit_open", actor: "operator:ada", reason: "the key is replaced", key: "*" },
  ]);
});

test("a longer time that a provider asked for is not cut short unseen", async () => {
  const before = await stack.circuits.read(anthropic);
  const until = Date.now() + 7_200_000;
  const limited = { ...before, state: "open", version: before.version + 1, until, reason: "limit" } as const;
  await stack.circuits.replace(anthropic, before, limited);
  const args = ["circuit", "open", "anthropic", "*", "--for", "4h", "--reason", "maintenance"];
  expect((await stack.run(args)).stderr).toContain("warning: jobs wait for about four hours");
  const shorter = await stack.run([...args.slice(0, 5), "10m", ...args.slice(6)]);
  expect(shorter.stderr).toContain("warning: it was open for longer");
});

test("a circuit that only the table knows is found by reading all of it", async () => {
  const id = { provider: "github", key: "777" };
  const before = await stack.circuits.read(id);
  await stack.circuits.replace(id, before, { ...before, version: 1, reason: null });
  expect((await listed()).map(({ key }) => key)).not.toContain("777");
  expect((await listed("--scan")).map(({ key }) => key)).toContain("777");
});

test.each([
  ["longer than a day", ["open", "github", "*", "--for", "2d", "--reason", "x"], "a day at most"],
  ["a key that no provider has", ["close", "bedrock", "5001", "--reason", "x"], "everybody's"],
  ["a provider that is none", ["close", "abacus", "*", "--reason", "x"], "github, anthropic"],
  ["no reason", ["close", "github", "*"], "--reason"],
  ["an empty reason", ["close", "github", "*", "--reason", " \u200b"], "a sentence"],
])("%s is a mistake in the call", async (_what, args, message) => {
  const { code, stderr } = await stack.run(["circuit", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
