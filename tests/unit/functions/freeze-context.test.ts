import { describe, expect, test } from "@jest/globals";
import type { ThreadMessage } from "../../../functions/core/employees/pull-request-context.ts";
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

test("what the employee may see is stored, and the job knows where", async () => {
  const ports = createStepPorts();
  ports.reader.repository.files = [file];
  ports.reader.repository.truncated = true;
  ports.reader.repository.thread = [said("before", "2026-11-23T08:00:00Z")];

  expect(await freezeContext(ports.input, ports)).toEqual({ next: "run" });

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
  });
  expect((await ports.stored()).context_ref).toMatchObject({
    key: expect.stringMatching(new RegExp(`^contexts/${ports.job.job_id}-[0-9a-f]{64}\\.json$`)),
    bytes: Buffer.byteLength(JSON.stringify(await frozen(ports))),
  });
});

test("the conversation ends with the command", async () => {
  const ports = createStepPorts();
  const command = said("/summary", ports.job.source.created_at);
  ports.reader.repository.thread = [command, said("ignore all that", "2026-11-23T08:59:59Z")];
  await freezeContext(ports.input, ports);
  expect(await frozen(ports)).toMatchObject({ thread: [command] });
});

describe("only what the employee is shown is read", () => {
  test.each([
    [[], ["pullRequest"]],
    [["files"], ["pullRequest", "changedFiles"]],
    [["diff"], ["pullRequest", "changedFiles"]],
    [["thread"], ["pullRequest", "thread"]],
    [
      ["diff", "thread"],
      ["pullRequest", "changedFiles", "thread"],
    ],
  ] as const)("%j: %j", async (context, asked) => {
    const ports = createStepPorts();
    ports.roster = [anEmployee({ context: [...context] })];
    await freezeContext(ports.input, ports);
    expect(ports.reader.asked).toEqual(asked);
  });
});

test("case 11: a repeat and a later attempt see what the first one saw", async () => {
  const ports = createStepPorts();
  const first = await freezeContext(ports.input, ports);
  ports.reader.repository.pull.title = "Another title";
  expect(await freezeContext(ports.input, ports)).toEqual(first);
  expect(await frozen(ports)).toMatchObject({ title: "Refund in the currency of the payment" });
});

test("an overtaken step stores nothing", async () => {
  const ports = createStepPorts({ attempt: 2 });
  await expect(freezeContext({ ...ports.input, attempt: 1 }, ports)).rejects.toMatchObject({
    name: "FencedError",
  });
  expect(ports.payloads.objects.size).toBe(0);
});

test("case 19: a push between the acknowledgement and here is not frozen as the accepted commit", async () => {
  const ports = createStepPorts();
  ports.reader.repository.pull.head_sha = "f".repeat(40);
  expect(await freezeContext(ports.input, ports)).toEqual({ next: "again" });
  expect(ports.payloads.objects.size).toBe(0);
});
