import { describe, expect, test } from "@jest/globals";
import { marker } from "../../../functions/core/answering/marker.ts";
import { resultKey } from "../../../functions/core/employees/frozen-task.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import { createStepPorts } from "../../fakes/answering.ts";

const key = resultKey("r".repeat(48));
const usage = { input_tokens: 5, output_tokens: 2 };

/** A job whose employee has left that under the key of its execution, with its status comment and reaction on GitHub. */
async function prepared(markdown: string, outcome: "answered" | "unavailable" = "answered") {
  return leaving(JSON.stringify({ outcome, markdown, usage }));
}

async function leaving(left: string) {
  const step = createStepPorts();
  const ports = { ...step, input: { ...step.input, context: { objects: { result: key } } } };
  await ports.payloads.putOnce(key, left);
  ports.writer.earlier(`${marker(ports.job.job_id, 1)}\nworking`);
  ports.writer.reactions.set(55, "eyes");
  ports.jobs.put({
    ...ports.job,
    state: "WORKER_RUNNING",
    reaction_id: 55,
    comment: { phase: "POSTED", id: 101, continuation_ids: [] },
  });
  return ports;
}

test("the status comment becomes the answer, the eyes a thumb", async () => {
  const ports = await prepared("Three files change.");
  expect(await publishResult(ports.input, ports)).toEqual({ published: true });
  expect(ports.writer.bodies()).toEqual([
    expect.stringContaining("on\u00a0`/summary` at `5c1d7a0`:\n\nThree files change."),
  ]);
  expect([...ports.writer.reactions.values()]).toEqual(["+1"]);
  const job = await ports.stored();
  expect(job).toMatchObject({ state: "NOTIFIED", outcome: "answered" });
  expect(job.last_event).toMatchObject({
    actor: "publish-result",
    reason: "answered",
    ids: { comment: 101 },
  });
});

test("an employee that could not work gets a thumb down", async () => {
  const ports = await prepared("Ask an operator for a key.", "unavailable");
  await publishResult(ports.input, ports);
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "unavailable" });
});

test("an answer that comes after the job was given up for failed: the record says what is shown", async () => {
  const ports = await prepared("Three files change.");
  ports.writer.fault("updateComment", "before");
  await publishResult(ports.input, ports).catch(() => null);
  ports.jobs.put({ ...(await ports.stored()), state: "WORKER_FAILED", outcome: "failed" });
  await publishResult(ports.input, ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Three files change.")]);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "answered" });
});

test("repeated after the end, it is refused, and one answer stays", async () => {
  const ports = await prepared("Once.");
  await publishResult(ports.input, ports);
  await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "FencedError" });
  expect(ports.writer.bodies()).toHaveLength(1);
});

test.each([
  ["updateComment", "before"],
  ["updateComment", "landed"],
  ["react", "before"],
  ["react", "landed"],
  ["unreact", "landed"],
] as const)(
  "a failure of %s (%s) is made good by the next try: one answer, one reaction",
  async (method, fault) => {
    const ports = await prepared("Once.");
    ports.writer.fault(method, fault);
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    expect(await publishResult(ports.input, ports)).toEqual({ published: true });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("Once.")]);
    expect([...ports.writer.reactions.values()]).toEqual(["+1"]);
  },
);

describe("a long answer", () => {
  const long = Array.from({ length: 3_000 }, (_, n) => `Line ${n} says something that matters.`).join("\n\n");

  test("stands in several comments, each short enough for GitHub", async () => {
    const ports = await prepared(long);
    await publishResult(ports.input, ports);
    const bodies = ports.writer.bodies();
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every((body) => body.length <= 65_536)).toBe(true);
    expect(bodies.every((body, index) => body.startsWith(marker(ports.job.job_id, index + 1)))).toBe(true);
    expect((await ports.stored()).comment?.continuation_ids).toHaveLength(bodies.length - 1);
  });

  test("whose second part fails is completed by the next try", async () => {
    const ports = await prepared(long);
    ports.writer.fault("createComment", "before");
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    await publishResult(ports.input, ports);
    const markers = ports.writer.bodies().map((body) => body.split("\n")[0]);
    expect(new Set(markers).size).toBe(markers.length);
    expect(ports.writer.bodies().join("\n")).toContain("Line 2999 ");
  });
});

describe("case 20: what the employee said is not trusted", () => {
  test("a secret is not published", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const ports = await prepared(`The token is ${token}.`);
    await publishResult(ports.input, ports);
    expect(ports.writer.bodies().join()).not.toContain(token);
  });

  test("a command, a mention and a marker do nothing", async () => {
    const forged = marker("other-job", 1);
    const ports = await prepared(`/security\n\n@octavia look\n\n${forged}`);
    await publishResult(ports.input, ports);
    const [body = ""] = ports.writer.bodies();
    expect(body).not.toMatch(/^\/security/m);
    expect(body).not.toContain(forged);
    expect(body).not.toMatch(/(^|\s)@octavia look/m);
  });
});

describe("case 19: what changed while the employee worked", () => {
  test("a push: the answer is not published, the refusal is", async () => {
    const ports = await prepared("For another commit.");
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await publishResult(ports.input, ports)).toEqual({ published: false });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("the branch is at `fffffff` now")]);
    expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "head_moved" }] });
  });

  test("the permission: the answer is not published", async () => {
    const ports = await prepared("Not for you.");
    ports.reader.repository.permissions = {};
    expect(await publishResult(ports.input, ports)).toEqual({ published: false });
    expect(ports.writer.bodies().join()).not.toContain("Not for you.");
  });
});

test("a comment that a person deleted is made again", async () => {
  const ports = await prepared("Again.");
  ports.writer.remove(101);
  await publishResult(ports.input, ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Again.")]);
});

describe("what the employee left", () => {
  const outcomeOf = async (ports: Awaited<ReturnType<typeof leaving>>) => {
    const error: unknown = await publishResult(ports.input, ports).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "PermanentError" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("working")]);
    expect(await ports.stored()).toMatchObject({ state: "WORKER_RUNNING", result_ref: null });
    return (error as { code?: string }).code;
  };

  test("is recorded with what it cost before anything is published", async () => {
    const ports = await prepared("Three files change.");
    ports.reader.repository.permissions = {};
    await publishResult(ports.input, ports);
    const [recorded] = (await ports.jobs.events(ports.job.job_id)).filter(
      ({ to }) => to === "WORKER_SUCCEEDED",
    );
    expect(recorded).toMatchObject({
      ...{ actor: "publish-result", reason: "answered" },
      ids: { ...usage, execution: "arn:execution:r1" },
    });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", result_ref: { key } });
  });

  test("is published as it was recorded, or not at all", async () => {
    const ports = await prepared("As it was.");
    ports.writer.fault("updateComment", "before");
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    const other = JSON.stringify({ outcome: "answered", markdown: "Another.", usage: null });
    ports.payloads.objects.set(key, other);
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ code: "payload_altered" });
    expect(ports.writer.bodies().join()).not.toContain("Another.");
  });

  test("names no pull request, no job and no person: further fields are ignored", async () => {
    const target = {
      repo: "octo-demo/other",
      pr_number: 8,
      job_id: "other-job",
      sender: { login: "mallory" },
    };
    const ports = await leaving(
      JSON.stringify({ outcome: "answered", markdown: "Mine.", usage: null, ...target }),
    );
    await publishResult(ports.input, ports);
    expect(await ports.stored()).toMatchObject({
      repo: ports.job.repo,
      pr_number: 7,
      sender: ports.job.sender,
    });
    expect(ports.reader.asked.length).toBeGreaterThan(0);
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("asked by octavia")]);
  });

  test("is not there: that fails for good", async () => {
    const ports = await prepared("x");
    ports.payloads.objects.clear();
    expect(await outcomeOf(ports)).toBe("result_missing");
  });

  test("has no name in the execution: that fails for good", async () => {
    const { input, ...ports } = await prepared("x");
    const { job_id, attempt } = input;
    expect(await outcomeOf({ ...ports, input: { job_id, attempt } as typeof input })).toBe("result_missing");
  });

  test.each([
    ["no JSON", "{"],
    ["no object", '"answered"'],
    ["no outcome of ours", JSON.stringify({ outcome: "failed", markdown: "x", usage: null })],
    ["no text", JSON.stringify({ outcome: "answered", markdown: { a: 1 }, usage: null })],
    ["no numbers", JSON.stringify({ outcome: "answered", markdown: "x", usage: { input_tokens: "many" } })],
    ["__proto__", '{"__proto__":{"outcome":"answered","markdown":"x","usage":null}}'],
  ])("is %s: that fails for good", async (_what, left) => {
    expect(await outcomeOf(await leaving(left))).toBe("result_malformed");
  });

  test("is more than a pull request should be flooded with: that fails for good", async () => {
    expect(await outcomeOf(await prepared("x".repeat(256 * 1024)))).toBe("payload_too_large");
  });
});

test("a result that an earlier version recorded in the job is published", async () => {
  const ports = await prepared("Later.");
  const json = JSON.stringify({ outcome: "answered", markdown: "Recorded before.", usage: null });
  const result_ref = await ports.payloads.put("results/abc-summary-r1", json);
  const { job_id, attempt } = ports.input;
  ports.jobs.put({ ...(await ports.stored()), state: "WORKER_SUCCEEDED", outcome: "answered", result_ref });
  expect(await publishResult({ job_id, attempt }, ports)).toEqual({ published: true });
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Recorded before.")]);
});
