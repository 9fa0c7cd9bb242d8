import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;
let count = 0;
let id = "";

beforeAll(async () => {
  on = await startConsoleOnStack();
});

afterAll(() => on.stop());

beforeEach(() => {
  count += 1;
  id = `${String.fromCharCode(96 + count).repeat(26)}-fails1`;
});

describe("jobs", () => {
  test("are found by state, repository and pull request", async () => {
    await on.jobIn(id, ["DISPATCHED"], 0, { repo: "octo-demo/rare", pr_number: 12 });
    const idsOf = async (query: string) =>
      (await on.get(`jobs?${query}`)).body.jobs.map(({ job_id }: { job_id: string }) => job_id);
    expect(await idsOf("repo=octo-demo/rare")).toEqual([id]);
    expect(await idsOf("repo=octo-demo/rare&pr=12&state=DISPATCHED")).toEqual([id]);
    expect(await idsOf("repo=octo-demo/rare&pr=12&state=NOTIFIED")).toEqual([]);
    expect(await idsOf("state=DISPATCHED&limit=1")).toEqual([id]);
  });

  test.each([
    ["state=DONE", /not a job state/],
    ["repo=payments", /owner\/name/],
    ["pr=7", /needs the repository/],
    ["limit=0", /positive/],
  ])("%s is refused with a message", async (query, said) => {
    const { status, body } = await on.get(`jobs?${query}`);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(said)]);
  });

  test("have a timeline, executions and links, and the command's text on request", async () => {
    await on.jobIn(id, ["DISPATCHED"], 0, { command: { name: "docs", text: "hush", arguments: {} } });
    const { status, body } = await on.get(`jobs/${id}`);
    expect(status).toBe(200);
    expect(body.moments.map(({ what }: { what: string }) => what)).toEqual(["RECEIVED", "DISPATCHED"]);
    expect(body.executions).toEqual([expect.objectContaining({ name: `${id}-r1`, status: "MISSING" })]);
    expect(Object.keys(body.links)).toEqual(["pull request", "logs"]);
    expect(JSON.stringify(body)).not.toContain("hush");
    expect((await on.get(`jobs/${id}?body`)).body.text).toBe("/docs hush");
  });

  test("an unknown job is a 404", async () => {
    const { status, body } = await on.get("jobs/missing-summary");
    expect([status, body.error.code]).toEqual([404, "unknown"]);
    expect(body.error.advice).toContain("jobs --stage test");
  });

  test("are retried and cancelled, and it is recorded who did it and why", async () => {
    await on.jobIn(id, ["DISPATCHED", "WORKER_FAILED", "NOTIFIED"]);
    const retried = await on.post(`jobs/${id}/retry`, { reason: "the key is there now" });
    expect(retried.status).toBe(200);
    expect(retried.body).toMatchObject({
      done: expect.stringContaining("attempt 2"),
      job: { attempt: 2, can_cancel: true, can_retry: false },
    });
    const cancelled = await on.post(`jobs/${id}/cancel`, { reason: "not needed" });
    expect(cancelled.body).toMatchObject({ job: { state: "CANCELLED", can_cancel: false, can_retry: true } });
    const again = await on.post(`jobs/${id}/cancel`, { reason: "not needed" });
    expect([again.status, again.body.error.message]).toEqual([
      409,
      expect.stringContaining("has already finished"),
    ]);
    const events = await on.stack.jobs.events(id);
    expect(events.slice(-2).map(({ actor, reason }) => [actor, reason])).toEqual([
      ["operator:ada", "the key is there now"],
      ["operator:ada", "not needed"],
    ]);
  });

  test("are retried together; one that cannot be retried does not stop the others", async () => {
    await on.jobIn(id, ["DISPATCHED", "WORKER_FAILED", "NOTIFIED"]);
    const other = `${id.replaceAll(id[0] ?? "", "z")}`;
    await on.jobIn(other, ["DISPATCHED"]);
    const body = { job_ids: ["missing-summary", other, id], reason: "the key is there now" };
    expect((await on.post("jobs/retry", body)).body).toEqual({
      ...{ chosen: 3, retried: 1 },
      refused: [
        { job_id: "missing-summary", message: expect.stringContaining("no job") },
        { job_id: other, message: expect.stringContaining("is running") },
      ],
    });
    expect(await on.stack.jobs.read(id)).toMatchObject({ attempt: 2 });
  });

  test.each([
    {},
    { job_ids: [] },
    { job_ids: ["<b>"] },
    { job_ids: Array.from({ length: 101 }, (_, n) => `j${n}`) },
  ])("are not retried together for %j", async (part) => {
    expect((await on.post("jobs/retry", { reason: "x", ...part })).status).toBe(400);
  });

  test.each([{}, { reason: "" }, { reason: "  " }, { reason: 7 }, { reason: "x".repeat(301) }])(
    "are not changed for the reason %j",
    async (body) => {
      await on.jobIn(id, ["DISPATCHED"]);
      const answers = [await on.post(`jobs/${id}/cancel`, body), await on.post(`jobs/${id}/retry`, body)];
      expect(answers.map(({ status }) => status)).toEqual([400, 400]);
      expect(await on.stack.jobs.read(id)).toMatchObject({ state: "DISPATCHED" });
    },
  );
});
