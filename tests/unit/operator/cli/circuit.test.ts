import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createCircuitBreaker } from "../../../../core/circuit/circuit-breaker.ts";
import { modelPolicy } from "../../../../core/circuit/circuit-policy.ts";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
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

/** Calls the provider as a worker does. */
function callProvider() {
  const breaker = createCircuitBreaker({
    ...{ provider: "anthropic", policy: modelPolicy, store: stack.circuits, log },
    ...{ clock: Date.now, metrics: createFakeMetrics(), classifyError: () => ({ kind: "nothing" }) },
  });
  return breaker.run(["*"], async () => "called");
}

async function listed(...options: string[]) {
  const { code, stdout } = await stack.run(["circuit", "list", "--json", ...options]);
  expect(code).toBe(0);
  return JSON.parse(stdout).circuits as Record<string, unknown>[];
}

test("an open circuit blocks workers, is listed, and can be closed by hand", async () => {
  expect(await callProvider()).toBe("called");
  const args = ["anthropic", "all", "--reason", "the key is replaced", "--actor", "ada"];
  const opened = await stack.run(["circuit", "open", ...args, "--for", "30m"]);
  expect(opened.code).toBe(0);
  expect(opened.stdout).toMatch(/^anthropic \* calls blocked until \S+Z \(in 30 min\)\.$/m);
  await expect(callProvider()).rejects.toMatchObject({ name: "CircuitOpenError" });

  const found = await listed();
  expect(found.find(({ provider }) => provider === "anthropic")).toEqual({
    ...{ provider: "anthropic", key: "*", state: "open", version: 1, openings: 0, reason: "by_hand" },
    ...{ since: expect.stringMatching(/^20.*Z$/), until: expect.stringMatching(/^20.*Z$/) },
  });
  // The shared ones, the App's, and those of installations with jobs.
  expect(found.map(({ provider, key }) => `${provider} ${key}`)).toEqual([
    ...["github *", "anthropic *", "openai-compatible *", "bedrock *", "github app", "github 5001"],
  ]);

  const closed = await stack.run(["circuit", "close", ...args]);
  expect(closed.stdout).toContain("anthropic * calls allowed again; the circuit was open (by_hand).");
  expect(await callProvider()).toBe("called");
  const again = await stack.run(["circuit", "close", ...args]);
  expect(again.stdout).toContain("anthropic * is already closed");
  const operations = await createOperationLog(stack.ref("IdempotencyTable")).latest(9);
  expect(operations.map(({ kind, actor, reason, ids }) => ({ kind, actor, reason, key: ids.key }))).toEqual([
    { kind: "circuit_close", actor: "operator:ada", reason: "the key is replaced", key: "*" },
    { kind: "circuit_open", actor: "operator:ada", reason: "the key is replaced", key: "*" },
  ]);
});

test("warns if a shorter time replaces a longer one that a provider asked for", async () => {
  const before = await stack.circuits.read(anthropic);
  const until = Date.now() + 7_200_000;
  const limited = { ...before, state: "open", version: before.version + 1, until, reason: "limit" } as const;
  await stack.circuits.replace(anthropic, before, limited);
  const args = ["circuit", "open", "anthropic", "*", "--for", "4h", "--reason", "maintenance"];
  expect((await stack.run(args)).stderr).toContain("warning: jobs wait for about four hours");
  const shorter = await stack.run([...args.slice(0, 5), "10m", ...args.slice(6)]);
  expect(shorter.stderr).toContain("warning: it was already open for longer");
});

test("--scan finds a circuit without jobs", async () => {
  const id = { provider: "github", key: "777" };
  const before = await stack.circuits.read(id);
  await stack.circuits.replace(id, before, { ...before, version: 1, reason: null });
  expect((await listed()).map(({ key }) => key)).not.toContain("777");
  expect((await listed("--scan")).map(({ key }) => key)).toContain("777");
});

test.each([
  ["longer than a day", ["open", "github", "*", "--for", "2d", "--reason", "x"], "24 hours at most"],
  ["a key that no provider has", ["close", "bedrock", "5001", "--reason", "x"], "only one circuit"],
  ["an unknown provider", ["close", "abacus", "*", "--reason", "x"], "github, anthropic"],
  ["no reason", ["close", "github", "*"], "--reason"],
  ["an empty reason", ["close", "github", "*", "--reason", " \u200b"], "a sentence"],
])("%s is a usage error", async (_what, args, message) => {
  const { code, stderr } = await stack.run(["circuit", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("the circuit of an employee is opened by its name, and listed once it was written", async () => {
  await stack.jobs.create(aNewJob({ job_id: "b-lint", intent_key: "6".repeat(64), employee: "lint" }), aNote);
  expect((await listed()).filter(({ provider }) => provider === "employee")).toEqual([]);
  const args = ["circuit", "open", "employee", "lint", "--for", "1h", "--reason", "the bot is replaced"];
  expect((await stack.run(args)).code).toBe(0);

  expect(await stack.circuits.read({ provider: "employee", key: "lint" })).toMatchObject({ state: "open" });
  expect(await listed()).toContainEqual(
    expect.objectContaining({ provider: "employee", key: "lint", state: "open" }),
  );
});

test.each([
  ["employee", "all", "Use its name"],
  ["employee", "Not_A_Name", "an employee's name"],
  ["github", "lint", "one for each installation's ID"],
])("a circuit that no worker uses is refused: %s %s", async (provider, key, advice) => {
  const { code, stderr } = await stack.run([
    "circuit",
    "open",
    provider,
    key,
    "--for",
    "1h",
    "--reason",
    "none",
  ]);

  expect(code).toBe(2);
  expect(stderr).toContain(advice);
});
