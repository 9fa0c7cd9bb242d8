import { describe, expect, test } from "@jest/globals";
import { finalTexts } from "../../../core/answering/final-text.ts";
import { marker } from "../../../core/answering/marker.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import { jobWithStoredResult, jobWithStoredMarkdown as prepared } from "../../fakes/stored-result.ts";

test("the status comment becomes the answer, and the reaction changes", async () => {
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

test.each([
  [59_999, "NOTIFIED", []],
  [60_000, "REFUSED", [{ code: "permission" }]],
])("authority that was confirmed %i ms ago: %s", async (age, state, refusals) => {
  const ports = await prepared("Three files change.");
  const authority = { at: new Date(ports.clock()).toISOString(), held: "write" } as const;
  ports.jobs.put({ ...(await ports.stored()), authority });
  ports.reader.repository.permissions = {};
  ports.clock.advance(age);
  await publishResult(ports.input, ports);
  expect(await ports.stored()).toMatchObject({ state, refusals });
  expect(ports.reader.asked.length > 0).toBe(state === "REFUSED");
});

test("an employee that could not work gets a thumb down", async () => {
  const ports = await prepared("Ask an operator for a key.", "unavailable");
  await publishResult(ports.input, ports);
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "unavailable" });
});

test("an employee that reports its own failure is shown as failed, with its reason made harmless", async () => {
  const ports = await prepared(
    "The linter crashed. @octo-org/admins <!-- x --> ![a](https://evil.example)",
    "failed",
  );
  await publishResult(ports.input, ports);

  const job = await ports.stored();
  expect(job).toMatchObject({ state: "NOTIFIED", outcome: "failed", last_event: { reason: "failed" } });
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  const [body = ""] = ports.writer.bodies();
  expect(body).toContain("could not finish\u00a0`/summary`");
  expect(body).toContain("The linter crashed.\u00a0<code>@octo-org/admins</code>");
  expect(body).not.toMatch(/<!-- x|(?<!\\)!\[/);
  expect(await finalTexts(job, ports)).toEqual([body.slice(body.indexOf("\n") + 1)]);
});

test.each([
  ["garbage", "<html>", "result_malformed"],
  ["another version", { version: 2, outcome: "answered", markdown: "", usage: null }, "result_malformed"],
  ["an unknown outcome", { outcome: "<script>", markdown: "", usage: null }, "result_malformed"],
  [
    "a wrong finding",
    { outcome: "answered", markdown: "", usage: null, findings: [{ path: "a" }] },
    "result_malformed",
  ],
  ["too much", { outcome: "answered", markdown: "x".repeat(300_000), usage: null }, "payload_too_large"],
])("a result that is %s is final, and is not quoted", async (_, value, code) => {
  const ports = await jobWithStoredResult(typeof value === "string" ? value : JSON.stringify(value));
  const error = await publishResult(ports.input, ports).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: "PermanentError", code });
  expect(String(error)).not.toMatch(/<html>|<script>|xxx/);
});

test("a malformed result is described by the schema", async () => {
  const left = JSON.stringify({ outcome: "answered", markdown: "", usage: null, findings: [{ path: "a" }] });
  const ports = await jobWithStoredResult(left);

  await expect(publishResult(ports.input, ports)).rejects.toThrow(
    "The result is not one of version 1: /findings/0 must have required property 'line'",
  );
});

test("after an answer to a job that had failed, the record says what is posted", async () => {
  const ports = await prepared("Three files change.");
  ports.writer.fault("updateComment", "before");
  await publishResult(ports.input, ports).catch(() => null);
  ports.jobs.put({ ...(await ports.stored()), state: "WORKER_FAILED", outcome: "failed" });
  await publishResult(ports.input, ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Three files change.")]);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "answered" });
});

test("a step repeated after the end is refused, and one answer remains", async () => {
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
  "a failure of %s (%s) is completed by the next attempt: one answer, one reaction",
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

  test("is split into several comments, each short enough for GitHub", async () => {
    const ports = await prepared(long);
    await publishResult(ports.input, ports);
    const bodies = ports.writer.bodies();
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every((body) => body.length <= 65_536)).toBe(true);
    expect(bodies.every((body, index) => body.startsWith(marker(ports.job.job_id, index + 1)))).toBe(true);
    expect((await ports.stored()).comment?.continuation_ids).toHaveLength(bodies.length - 1);
  });

  test("is completed by the next attempt if its second part fails", async () => {
    const ports = await prepared(long);
    ports.writer.fault("createComment", "before");
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    await publishResult(ports.input, ports);
    const markers = ports.writer.bodies().map((body) => body.split("\n")[0]);
    expect(new Set(markers).size).toBe(markers.length);
    expect(ports.writer.bodies().join("\n")).toContain("Line 2999 ");
  });
});

describe("case 20: the employee's text is untrusted", () => {
  test("a secret is not published", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const ports = await prepared(`The token is ${token}.`);
    await publishResult(ports.input, ports);
    expect(ports.writer.bodies().join()).not.toContain(token);
  });

  test("a command, a mention and a marker have no effect", async () => {
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
  test("a push: the refusal is published instead of the answer", async () => {
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

test("a comment that a user deleted is posted again", async () => {
  const ports = await prepared("Again.");
  ports.writer.remove(101);
  await publishResult(ports.input, ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Again.")]);
});
