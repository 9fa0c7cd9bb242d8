import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { CircuitOpenError } from "../../../core/errors.ts";
import { isCallInput, isRunInput } from "../../../core/generated/validators.mjs";
import type { ThreadMessage } from "../../../core/github/pull-request.ts";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { freezeContext } from "../../../functions/freeze-context/freeze-context.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { anEmployee } from "../../fakes/records/employee.ts";
import { headSha } from "../../fakes/records/pull-request.ts";

const file = {
  path: "a.ts",
  previous_path: null,
  status: "modified",
  additions: 1,
  deletions: 0,
  patch: "@@",
} as const;
const said = (body: string, created_at: string): ThreadMessage => ({ author: "wendy", body, created_at });

async function frozen(ports: ReturnType<typeof createStepPorts>) {
  const { context_ref } = await ports.stored();
  if (!context_ref) throw new Error("Nothing was frozen");
  return ports.payloads.get(context_ref);
}

test("stores the employee's context and records where", async () => {
  const ports = createStepPorts({ command: { name: "summary", text: "in short", arguments: { words: 9 } } });
  ports.reader.repository.files = [file];
  ports.reader.repository.truncated = true;
  ports.reader.repository.thread = [said("before", "2026-11-23T08:00:00Z")];

  expect(await freezeContext(ports.input, ports)).toMatchObject({ next: "run" });

  const { job } = ports;
  expect(await frozen(ports)).toEqual({
    version: 1,
    repo: "octo-demo/payments",
    pr_number: 7,
    ...{ title: "Refund in the currency of the payment", body: "Closes the gap between the two ledgers." },
    ...{ author: "wendy", labels: [], base_branch: "main" },
    base_sha: "0a0b0c0000000000000000000000000000000001",
    head_sha: headSha,
    files: [file],
    files_truncated: true,
    thread: [said("before", "2026-11-23T08:00:00Z")],
    frozen_at: "2026-11-23T09:00:00.000Z",
    task: {
      job_id: job.job_id,
      employee: "summary",
      command: { name: "summary", text: "in short", arguments: { words: 9 } },
      requested_by: "octavia",
      ids: expect.objectContaining({ delivery_id: job.delivery_id, intent_key: job.intent_key }),
    },
  });
  expect((await ports.stored()).context_ref).toMatchObject({
    bytes: Buffer.byteLength(JSON.stringify(await frozen(ports))),
  });
});

test.each([
  ["webhook", "call", 40],
  // Step Functions refuses a state whose silence may last as long as the state.
  ["lambda", "call", 89],
  ["github-workflow", "start", 40],
] as const)(
  "gives a run outside (%s) a callback, whose id only the workflow knows",
  async (runner, next, silence) => {
    const ports = createStepPorts();
    ports.roster = [anEmployee({ runner, timeout_seconds: 90, heartbeat_seconds: 40 })];
    const frozenAs = await freezeContext(ports.input, ports);
    const callback = expect.stringMatching(/^[A-Za-z0-9_-]{48}$/);
    expect(frozenAs).toMatchObject({ next, callback, timeout_seconds: 90, heartbeat_seconds: silence });
    expect(isCallInput({ ...ports.input, context: frozenAs, task_token: "token" })).toBe(true);
    const job = await ports.stored();
    expect(job.callback).toBe(sha256("callback" in frozenAs ? frozenAs.callback : ""));
    expect(JSON.stringify(job)).not.toContain("callback" in frozenAs ? frozenAs.callback : "?");
  },
);

test("for a runner outside run-employee, also freezes who asked, with the permission, and the repository's ID", async () => {
  const ports = createStepPorts();
  ports.roster = [
    anEmployee({ runner: "webhook", webhook: { url: "https://bot.example.com/" }, context: [] }),
  ];
  await freezeContext(ports.input, ports);
  const { sender, repo_id } = ports.job;
  const external = { requester_id: sender.id, permission: "write", repository_id: repo_id };
  expect(await frozen(ports)).toMatchObject({ task: { external } });
});

test("records the start and returns two objects with keys that cannot be guessed", async () => {
  const ports = createStepPorts();
  const frozenAs = await freezeContext(ports.input, ports);

  const { state, context_ref, last_event } = await ports.stored();
  const result = expect.stringMatching(/^results\/[A-Za-z0-9_-]{48}\.json$/);
  expect(frozenAs).toEqual({ next: "run", objects: { context: context_ref, result } });
  expect(context_ref?.key).toMatch(/^contexts\/[A-Za-z0-9_-]{48}-[0-9a-f]{64}\.json$/);
  expect(JSON.stringify(frozenAs)).not.toContain(ports.job.job_id);
  expect(isRunInput({ ...ports.input, context: frozenAs })).toBe(true);
  const ids = { execution: "arn:execution:r1" };
  expect([state, last_event]).toEqual([
    "WORKER_RUNNING",
    expect.objectContaining({ actor: "freeze-context", reason: "started", ids }),
  ]);
});

test("while the model provider's circuit is open, nothing is frozen and no start is recorded", async () => {
  const ports = createStepPorts();
  ports.admit = () => Promise.reject(new CircuitOpenError("circuit_open", "anthropic is not called"));
  await expect(freezeContext(ports.input, ports)).rejects.toMatchObject({ name: "CircuitOpenError" });
  expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", version: ports.job.version });
  expect(ports.payloads.objects.size).toBe(0);
});

test("a context that an earlier version froze, under a key with the job's ID, is frozen again with the task", async () => {
  const ports = createStepPorts();
  const context_ref = await ports.payloads.put(`contexts/${ports.job.job_id}`, '{"version":1}');
  ports.jobs.put({ ...ports.job, context_ref });
  await freezeContext(ports.input, ports);
  expect(await frozen(ports)).toMatchObject({ task: { job_id: ports.job.job_id } });
});

test("the conversation ends with the command", async () => {
  const ports = createStepPorts();
  const command = said("/summary", ports.job.source.created_at);
  ports.reader.repository.thread = [command, said("ignore all that", "2026-11-23T08:59:59Z")];
  await freezeContext(ports.input, ports);
  expect(await frozen(ports)).toMatchObject({ thread: [command] });
});

describe("only the sections that the employee sees are read", () => {
  test.each([
    [[], []],
    [["files"], ["changedFiles"]],
    [["diff"], ["changedFiles"]],
    [["thread"], ["thread"]],
    [
      ["diff", "thread"],
      ["changedFiles", "thread"],
    ],
  ] as const)("%j: %j", async (context, asked) => {
    const ports = createStepPorts();
    ports.roster = [anEmployee({ context: [...context] })];
    await freezeContext(ports.input, ports);
    const standing = ["standing", "pullRequest", "permissionOf", "comment"];
    expect(ports.reader.asked).toEqual(expect.arrayContaining([...standing, ...asked]));
    expect(ports.reader.asked).toHaveLength(standing.length + asked.length);
  });
});

test("case 11: a repeated step and a later attempt see the same context", async () => {
  const ports = createStepPorts();
  await freezeContext(ports.input, ports);
  const { context_ref } = await ports.stored();
  ports.reader.repository.pull.title = "Another title";
  expect(await freezeContext(ports.input, ports)).toMatchObject({ objects: { context: context_ref } });
  expect(await frozen(ports)).toMatchObject({ title: "Refund in the currency of the payment" });
});

test("a repeated step has its own result key: an abandoned run writes to a key that is never read", async () => {
  const ports = createStepPorts();
  const runs = [await freezeContext(ports.input, ports), await freezeContext(ports.input, ports)];
  const keys = runs.map((run) => run.next === "run" && run.objects.result);
  expect(new Set(keys).size).toBe(2);
});

test("a step of an old attempt stores nothing", async () => {
  const ports = createStepPorts({ attempt: 2 });
  await expect(freezeContext({ ...ports.input, attempt: 1 }, ports)).rejects.toMatchObject({
    name: "FencedError",
  });
  expect(ports.payloads.objects.size).toBe(0);
});

describe("case 19: right before the run, GitHub is asked once more", () => {
  const changes: [string, (ports: ReturnType<typeof createStepPorts>) => void][] = [
    ["there was a push", ({ reader }) => Object.assign(reader.repository.pull, { head_sha: "f".repeat(40) })],
    ["the permission was removed", ({ reader }) => Object.assign(reader.repository, { permissions: {} })],
    [
      "the pull request was closed",
      ({ reader, clock }) =>
        Object.assign(reader.repository.pull, { closed_at: new Date(clock()).toISOString() }),
    ],
    [
      "the comment was deleted",
      ({ reader, clock }) => {
        clock.advance(30_000);
        Object.assign(reader.repository, { comments: {} });
      },
    ],
  ];

  test.each(changes)("%s: nothing is frozen, and the job is acknowledged again", async (_what, change) => {
    const ports = createStepPorts({ authority: { at: "2026-11-23T09:00:00.000Z", held: "write" } });
    change(ports);
    expect(await freezeContext(ports.input, ports)).toEqual({ next: "again" });
    expect(ports.payloads.objects.size).toBe(0);
    expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", authority: null });
  });

  test("a repeated step asks too, and the acknowledgement then finds no run outside", async () => {
    const ports = createStepPorts();
    ports.roster = [anEmployee({ runner: "webhook", webhook: { url: "https://bot.example.com/" } })];
    expect(await freezeContext(ports.input, ports)).toMatchObject({ next: "call" });
    ports.reader.repository.permissions = {};
    expect(await freezeContext(ports.input, ports)).toEqual({ next: "again" });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "permission" }] });
  });

  test("the run starts with the time and the permission of this answer", async () => {
    const ports = createStepPorts({ authority: { at: "2026-11-23T08:00:00.000Z", held: "admin" } });
    await freezeContext(ports.input, ports);
    const authority = { at: "2026-11-23T09:00:00.000Z", held: "write" };
    expect(await ports.stored()).toMatchObject({ state: "WORKER_RUNNING", authority });
  });
});
