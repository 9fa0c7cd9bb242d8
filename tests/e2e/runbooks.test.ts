import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type FakeModelProvider, startModelProvider } from "../fakes/model-provider.ts";
import { type LaptopState, stateOf } from "./runbooks/laptop-state.ts";
import { commandsOf, type RunbookCommand, readGuides, readPages } from "./runbooks/pages.ts";
import { identityOf, operate, type Ran, runOnLaptop } from "./runbooks/run-command.ts";
import { waitForJob } from "./runbooks/wait-for-job.ts";
import { type RunningStack, startStack } from "./start-stack.ts";

/** Commands that cannot run here, and why. */
const notOnTheLaptop: Record<string, string> = {
  "app register": "a person confirms it in a browser, at GitHub: tests/unit/operator/cli/app.test.ts",
  "secrets rotate":
    "it waits for 130 s until every instance knows the new secret: tests/unit/operator/cli/secrets-rotate.test.ts",
};

interface Step {
  /** The start of the commands that run in this step; a command runs in the first step that matches. */
  of: string;
  /** Prepares the step. */
  before?: () => Promise<void>;
  /** The exit code; 0 by default. */
  code?: number;
  /** Expected on the standard output or the standard error. */
  says?: RegExp;
  after?: () => Promise<void>;
}

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "runbooks-"));
const known: Record<string, string> = {
  "op://vault/model-key": "another-model-key",
  "op://vault/webhook-secret": "another-webhook-secret",
  "app-id": "1000001",
};
const commands = [...readPages(), ...readGuides()]
  .flatMap(commandsOf)
  .filter(({ tool }) => tool === "pr-automation");
const fits = ({ args }: RunbookCommand, of: string) => `${args.join(" ")} `.startsWith(`${of} `);

let provider: FakeModelProvider;
let stack: RunningStack;
let state: LaptopState;

beforeAll(async () => {
  provider = await startModelProvider();
  stack = await startStack({ ANTHROPIC_API_KEY: "a-model-key", ANTHROPIC_BASE_URL: `${provider.url}/v1` });
  state = await stateOf(stack, root);
}, 600_000);

afterAll(async () => {
  await stack?.stop();
  await provider?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const steps: Step[] = [
  { of: "pause", says: /^Paused/m, before: failOneJob, after: () => leaveDeadLetters() },
  { of: "doctor", code: 1, says: /^FAIL dead letters/im },
  { of: "dlq list --failed-invocations", says: /RetriesExhausted/ },
  { of: "dlq list", says: /malformed_message/ },
  { of: "dlq show", says: /sweepDeliveries|octo-demo/ },
  { of: "dlq replay --all --dry-run", says: /^1 of 2 would be sent/m },
  { of: "resume", says: /^Resumed/m },
  { of: "circuit open anthropic", says: /^anthropic \S+ calls blocked/m, after: startWaitingJob },
  { of: "jobs --state RECEIVED VALIDATED", says: /No jobs matched/ },
  { of: "jobs --state REFUSED", says: /No jobs matched/ },
  { of: "budgets", says: /^person +octavia +\$/m },
  { of: "cost", says: /^total +\$/m },
  { of: "jobs", says: /octo-demo\/payments#7/ },
  { of: "job", says: /^state /m },
  { of: "lanes", says: /No job waits in a lane/ },
  { of: "circuit list", says: /^anthropic +\* +open/m },
  { of: "replay", says: /^Re-queued the delivery/m },
  { of: "cancel", says: /^Cancelled/m },
  { of: "circuit close anthropic", says: /the circuit was open/ },
  { of: "dlq replay --message", says: /^Re-queued 1 of 2/m, after: () => answered("help") },
  { of: "dlq replay", says: /No dead-letter messages matched|cannot be read/ },
  { of: "dlq drop", says: /^Dropped/m },
  { of: "retry", says: /^Started attempt 2 /m, after: () => answered("security") },
  { of: "deliveries --failing", says: /No delivery is failing|\d attempts?/ },
  { of: "deliveries", says: /issue_comment\.created|has no gaps/ },
  { of: "explain", says: /The webhook is dispatched/ },
  { of: "capture", says: /delivery\.json/, after: writeFiles },
  { of: "simulate", says: /The webhook is dispatched/ },
  { of: "redeliver", says: /^GitHub is delivering/m },
  { of: "rollout mirror", says: /^0 accepted, 1 already known/m },
  { of: "rollout compare", says: /the same/i },
  { of: "idempotency export", says: /^\{"/m },
  { of: "idempotency import keys.jsonl --dry-run", says: /^[1-9]\d* keys would be recorded/m },
  { of: "idempotency import", says: /[1-9]\d* already known/ },
  { of: "rollout set canary --percentage 10", says: /^Version 1 /m },
  { of: "rollout set canary", says: /^Version \d+ /m },
  { of: "rollout set off", says: /Effect:\n {2}\/(?:security|lines): .* → off/ },
  { of: "rollout set", says: /^Version \d+ /m },
  { of: "rollout apply", says: /Effect:\n[\s\S]*^Version \d+ /m },
  { of: "rollout show", says: /everything else: shadow/ },
  { of: "rollout history", says: /^1 .*the first tenth/m },
  { of: "rollout back", says: /^Version \d+ /m },
  { of: "secrets set --app-id", says: /Nothing to change/ },
  { of: "secrets set --private-key-file", says: /Nothing to change/ },
  { of: "secrets set-model", says: /^Stored .*anthropic_(api_key|base_url)/m },
  { of: "secrets check", says: /^ok +webhook url/m },
  { of: "circuit open github", says: /^github \S+ calls blocked/m },
  { of: "circuit close github", says: /the circuit was open/, after: expectHealthy },
  // At the end: it takes two minutes until every instance knows it.
  { of: "secrets set --webhook-secret-stdin", says: /^Stored for .*webhook_secret/m },
];

test("every command of a runbook, and of a guide, is run here, or has a reason why it cannot be", () => {
  const missing = commands.filter((one) => stepsOf(one).length === 0 && reasonsOf(one).length === 0);

  expect(missing.map(({ page, line }) => `${page}: ${line}`)).toEqual([]);
  expect(commands.filter((one) => reasonsOf(one).length > 0 && stepsOf(one).length > 0)).toEqual([]);
  expect(Object.keys(notOnTheLaptop).filter((of) => !commands.some((one) => fits(one, of)))).toEqual([]);
  expect(steps.filter(({ of }) => commandsIn(of).length === 0)).toEqual([]);
});

test("every command of a runbook, and of a guide, does on the laptop what its page says", async () => {
  for (const { of, before, code = 0, says, after } of steps) {
    await before?.();
    for (const command of commandsIn(of)) {
      const ran = await runOnLaptop(command, known, folder);
      const said = says ? says.test(ran.stdout + ran.stderr) : true;
      expect({ ...told(command, ran), said }).toEqual({ ...told(command, { ...ran, code }), said: true });
    }
    await after?.();
  }
}, 600_000);

/** The commands of a step, each once, in the order of the pages. */
function commandsIn(of: string): RunbookCommand[] {
  const turns = commands.filter((one) => stepsOf(one)[0]?.of === of);
  return [...new Map(turns.map((one) => [identityOf(one), one])).values()];
}

function stepsOf(command: RunbookCommand): Step[] {
  return steps.filter(({ of }) => fits(command, of));
}

function reasonsOf(command: RunbookCommand): string[] {
  return Object.keys(notOnTheLaptop).filter((of) => fits(command, of));
}

const told = ({ line }: RunbookCommand, { code, stdout, stderr }: Ran) => ({ line, code, stdout, stderr });

/** Runs a job whose provider refuses the key: the job ends, and its pull request shows the failure. */
async function failOneJob(): Promise<void> {
  provider.behave({ kind: "error", status: 401 }, { kind: "answer", text: "Nothing found." });
  const { url, id } = await state.comment("/security");
  const job = await waitForJob(
    folder,
    "security",
    ({ state: now, outcome }) => now === "NOTIFIED" && outcome === "failed",
  );
  Object.assign(known, {
    ...{ comment: url, "comment-id": String(id), job: job.job_id, guid: job.delivery_id },
    proxy: `${provider.url}/proxy/v1`,
    "key.pem": join(folder, "key.pem"),
  });
  writeFileSync(join(folder, "key.pem"), await state.privateKey());
}

/**
 * While the intake is paused: dead-letters a webhook and an unreadable message, and lets an invocation fail.
 */
async function leaveDeadLetters(): Promise<void> {
  await state.comment("/help");
  known.message = await state.buryWaiting();
  known.malformed = await state.buryMalformed();
  known.invocation = await state.failInvocation();
}

/** Starts a job that waits for the provider. */
async function startWaitingJob(): Promise<void> {
  await state.comment("/docs please");
  known["open-job"] = (await waitForJob(folder, "docs", ({ state: now }) => now === "DISPATCHED")).job_id;
}

function answered(employee: string): Promise<void> {
  return waitForJob(
    folder,
    employee,
    ({ state: now, outcome }) => now === "NOTIFIED" && outcome === "answered",
  ).then(() => {});
}

/** Writes the old system's files for the same comment. */
async function writeFiles(): Promise<void> {
  const captured: unknown = JSON.parse(readFileSync(join(folder, "delivery.json"), "utf8"));
  writeFileSync(join(folder, "captured.jsonl"), `${JSON.stringify(captured)}\n`);
  mkdirSync(join(folder, "captured"));
  writeFileSync(join(folder, "captured", "delivery.json"), JSON.stringify(captured));
  const teams = { repos: ["octo-org/payments-*", "octo-org/ledger-*"] };
  writeFileSync(
    join(folder, "rollout.yml"),
    JSON.stringify({ default: "shadow", rules: [{ when: teams, mode: "active" }] }),
  );
  const now = new Date().toISOString();
  const run = { repo: "octo-demo/payments", pr_number: 7, comment_id: Number(known["comment-id"]) };
  const same = { command: "security", employee: "security", received_at: now, answered_at: now };
  writeFileSync(join(folder, "legacy.jsonl"), `${JSON.stringify({ ...run, ...same })}\n`);
}

/** Checks that the commands alone have repaired everything. */
async function expectHealthy(): Promise<void> {
  const { code, stdout } = await operate(["doctor", "--stage", "local"], folder);
  expect({ code, failed: /^FAIL.*/im.exec(stdout)?.[0] }).toEqual({ code: 0, failed: undefined });
  expect(stdout).toMatch(/^ok +intake +Enabled/m);
  expect(stdout).toMatch(/^ok +dead letters +none/m);
  expect(stdout).toMatch(/^ok +circuits +all closed/m);
}
