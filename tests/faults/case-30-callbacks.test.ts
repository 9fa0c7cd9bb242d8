import { afterEach, describe, expect, test } from "@jest/globals";
import { cancelJob } from "../../core/jobs/cancel-job.ts";
import { retryJob } from "../../core/jobs/retry-job.ts";
import { Crash, crashingPorts } from "../fakes/crash.ts";
import { type CallbackWrites, startOutsideService } from "../fakes/outside-service.ts";

const by = { actor: "operator:ada", reason: "it reads the wrong branch" };
const result = { type: "result", outcome: "answered", markdown: "All good outside.", usage: null } as const;
const forged = { ...result, markdown: "Approved by a stranger." };
const beat = { type: "heartbeat" } as const;
const foreignSecret = Buffer.from("a secret of another employee").toString("base64");
const accepted = { status: 200, body: { status: "accepted" } };
const late = { status: 200, body: { status: "late" } };
const repeated = { status: 200, body: { status: "repeated" } };

let outside: Awaited<ReturnType<typeof startOutsideService>>;
afterEach(() => outside.stop());

const answered = [expect.stringContaining("All good outside.")];
const working = [expect.stringContaining("is working on")];

test("case 30: a run outside beats and sends its result, which is the answer", async () => {
  outside = await startOutsideService();
  const task = await outside.ask();
  expect(await outside.send(task, { ...beat, progress: "half" })).toEqual(accepted);
  expect(await outside.send(task, result)).toEqual(accepted);
  await outside.service.settle();

  expect(outside.answers()).toEqual(answered);
  expect(await outside.pull.job()).toMatchObject({ state: "NOTIFIED", outcome: "answered", attempt: 1 });
  expect(outside.cancelled).toEqual([]);
});

test("case 30: a result that is sent again, before and after the answer, is posted once and not changed", async () => {
  outside = await startOutsideService();
  const task = await outside.ask();
  const first = outside.send(task, result);
  expect([await first, await outside.send(task, forged)]).toEqual([accepted, repeated]);
  await outside.service.settle();
  expect(await outside.send(task, forged)).toEqual(repeated);
  await outside.service.settle();

  expect(outside.answers()).toEqual(answered);
});

test("case 30: of two results at the same time one counts", async () => {
  outside = await startOutsideService();
  const task = await outside.ask();
  const both = await Promise.all([
    outside.send(task, result),
    outside.send(task, { ...result, markdown: "Other." }),
  ]);
  await outside.service.settle();

  expect(both.map(({ body }) => body.status).toSorted()).toEqual(["accepted", "repeated"]);
  const [stored] = [...outside.payloads.objects.entries()].filter(([key]) => key.startsWith("results/"));
  const { markdown } = JSON.parse(stored?.[1] ?? "{}") as { markdown: string };
  expect(outside.answers()).toEqual([expect.stringContaining(markdown)]);
});

test.each([
  ["another secret", forged, { secret: foreignSecret }, 401],
  ["a signature of ten minutes ago", forged, { at: new Date(Date.now() - 600_000) }, 401],
  ["another job", { ...forged, job_id: "zyxwvutsrqponmlkjihgfedcba-security" }, {}, 409],
  ["another attempt", { ...forged, attempt: 2 }, {}, 409],
  ["more than 256 KiB", { ...forged, markdown: "x".repeat(257 * 1024) }, {}, 413],
  ["an unknown id", forged, { path: `/callbacks/${"u".repeat(48)}` }, 404],
  ["another form", { ...forged, outcome: "approved" }, {}, 400],
])("case 30: a callback with %s is refused, and the job waits on", async (_what, body, options, status) => {
  outside = await startOutsideService();
  const task = await outside.ask();
  expect((await outside.send(task, body, options)).status).toBe(status);
  expect(outside.answers()).toEqual(working);
  expect(await outside.callbacks.all()).toMatchObject([{ status: "OPEN" }]);

  await outside.send(task, result);
  await outside.service.settle();
  expect(outside.answers()).toEqual(answered);
  expect(outside.service.log.text()).not.toContain("Approved by");
});

test("case 30: after a cancel the employee is notified, and its callbacks are late and change nothing", async () => {
  outside = await startOutsideService();
  const task = await outside.ask();
  const { service, jobs, callbacks, tokens } = outside;
  await cancelJob(task.job_id, by, { jobs, callbacks, tokens, workflow: service.workflow });
  expect(await outside.send(task, beat)).toEqual(late);
  expect(await outside.send(task, result)).toEqual(late);
  await service.settle();
  expect(await outside.send(task, result)).toEqual(late);

  expect(outside.cancelled).toEqual([{ job_id: task.job_id, attempt: 1 }]);
  expect(callbacks.all()).toMatchObject([{ status: "CLOSED", notice: "heard" }]);
  expect(outside.answers().join()).not.toContain("All good outside.");
  expect(await outside.pull.job()).toMatchObject({ state: "CANCELLED", result_ref: null });
});

test("case 30: silence fails the job with a clear word; what comes later is late", async () => {
  outside = await startOutsideService({ heartbeat_seconds: 1 });
  const task = await outside.ask();
  await outside.service.settle();

  expect(outside.answers()).toEqual([
    expect.stringContaining("(`heartbeat_lost`): its run stopped reporting. Nothing else"),
  ]);
  expect(outside.cancelled).toEqual([{ job_id: task.job_id, attempt: 1 }]);
  expect(await outside.send(task, result)).toEqual(late);
  expect(outside.answers().join()).not.toContain("All good outside.");
});

test("case 30: a run that beats without a result ends at its time limit", async () => {
  outside = await startOutsideService({ timeout_seconds: 2 });
  const task = await outside.ask();
  await outside.send(task, beat);
  await outside.service.settle();

  expect(outside.answers()).toEqual([
    expect.stringContaining("(`employee_timeout`): it took longer than its `timeout_seconds`."),
  ]);
});

test("case 30: a callback of an attempt before gets 409, and the next attempt is answered", async () => {
  outside = await startOutsideService({ heartbeat_seconds: 1 });
  const first = await outside.ask();
  await outside.service.settle();
  outside.change({ heartbeat_seconds: 60 });
  const next = outside.nextTask();
  await retryJob(first.job_id, by, { jobs: outside.jobs, workflow: outside.service.workflow });
  const second = await next;

  expect(second).toMatchObject({ job_id: first.job_id, attempt: 2 });
  expect(second.callback?.url).not.toBe(first.callback?.url);
  expect((await outside.send(first, forged)).status).toBe(409);
  expect((await outside.send(first, { ...forged, attempt: 2 })).status).toBe(409);
  expect(await outside.send(second, result)).toEqual(accepted);
  await outside.service.settle();
  expect(outside.answers()).toEqual(answered);
});

describe("case 30: a crash between storing the result, ending the callback and waking the workflow", () => {
  const points = [1, 2, 3].flatMap((at) => (["before", "after"] as const).map((when) => ({ at, when })));

  /** The calls that change something. */
  function writesOf({ callbacks, payloads, tokens }: CallbackWrites) {
    const { read, ...changing } = callbacks;
    return {
      reading: { read },
      writes: { callbacks: changing, payloads: { putOnce: payloads.putOnce }, tokens },
    };
  }

  async function crashAt(point: { at: number; when: "before" | "after" }) {
    outside = await startOutsideService();
    const task = await outside.ask();
    const { reading, writes } = writesOf(outside);
    const { ports, calls } = crashingPorts(writes, ["callbacks", "payloads", "tokens"], point);
    const broken = { ...ports, callbacks: { ...reading, ...ports.callbacks } } as Partial<CallbackWrites>;
    const answer = await outside.send(task, result, {}, broken);
    expect({ calls: calls(), status: answer.status }).toEqual({ calls: point.at, status: 500 });
    return task;
  }

  test.each(points)(
    "$when call $at: the employee repeats it, and the first result is posted once",
    async (point) => {
      const task = await crashAt(point);
      const isStored = outside.payloads.objects.size > 1 && point.at + Number(point.when === "after") > 1;
      const again = await outside.send(task, isStored ? forged : result);
      expect(again.status).toBe(200);
      await outside.service.settle();
      expect(outside.answers()).toEqual(answered);
      expect(await outside.pull.job()).toMatchObject({ state: "NOTIFIED", attempt: 1 });
    },
  );

  test.each(points.filter(({ at, when }) => at + Number(when === "after") > 2))(
    "$when call $at: the sweeper wakes the workflow although the employee never repeats it",
    async (point) => {
      await crashAt(point);
      await outside.sweep();
      await outside.service.settle();
      expect(outside.answers()).toEqual(answered);
    },
  );

  test("a result that is stored when the run seems silent is posted, not lost", async () => {
    outside = await startOutsideService({ heartbeat_seconds: 3 });
    const task = await outside.ask();
    const { succeed: _lost, ...others } = outside.tokens;
    const succeed = () => Promise.reject(new Crash());
    await outside.send(task, result, {}, { tokens: { ...others, succeed } });
    await outside.service.settle();
    expect(outside.answers()).toEqual(answered);
    expect(outside.cancelled).toEqual([]);
  });
});
