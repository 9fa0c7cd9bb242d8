import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { until } from "../e2e/until.ts";
import { type FakeModelProvider, startModelProvider } from "../fakes/model-provider.ts";
import { answered, answersOn, comment, isAnswered, type Thread } from "./rig/conversation.ts";
import { isOver, nothingLeft, readEndState } from "./rig/end-state.ts";
import { functionProcesses, kill, killFunction } from "./rig/function-processes.ts";
import { createRandom } from "./rig/random.ts";
import { type Rig, startRig } from "./rig/rig.ts";
import { type Moment, stopAt } from "./rig/stop-at.ts";
import { jobsOf, receivesOf, statesOf, stepErrors } from "./rig/trail.ts";

const repo = "octo-demo/killed";
const allStates = ["RECEIVED", "VALIDATED", "DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "NOTIFIED"];

let rig: Rig;
let model: FakeModelProvider;
let thread: Thread = { repo, pr: 100 };

beforeAll(async () => {
  model = await startModelProvider();
  rig = await startRig({ ANTHROPIC_API_KEY: "a-key", ANTHROPIC_BASE_URL: `${model.url}/v1` });
  // A killed dispatcher's message is received again after its visibility timeout: seconds here, three minutes
  // in AWS.
  const { queues, names } = rig.aws;
  const Attributes = { VisibilityTimeout: "2" };
  await queues.send(new SetQueueAttributesCommand({ QueueUrl: names.QUEUE_URL, Attributes }));
}, 90_000);

afterAll(async () => {
  await rig?.stop();
  await model?.stop();
});

afterEach(() => rig.aws.restore());

beforeEach(() => {
  thread = { repo, pr: thread.pr + 1 };
});

const ask = (command: string) => comment(rig.github.url, thread, command);
const answers = () => answersOn(rig.github.url, thread);
const killAll = (name: string) => expect(killFunction(rig.pid, name)).toBeGreaterThan(0);

/** Waits for the answer and for an idle end state; returns the job. */
async function expectOneAnswer(): Promise<string> {
  await until(answers, (found) => found.some(isAnswered), 120);
  expect(await until(() => readEndState(rig.aws), isOver, 120)).toEqual(nothingLeft);
  const [job = "", ...others] = await jobsOf(rig.aws, thread);
  expect(others).toEqual([]);
  expect(await answers()).toEqual([{ id: expect.anything(), body: expect.anything(), job_id: job }]);
  return job;
}

const permission = /\/collaborators\/[^/]+\/permission$/;
const comments = /\/issues\/\d+\/comments$/;
const oneComment = /\/issues\/comments\/\d+$/;
const reactions = /\/reactions$/;

describe("a killed dispatcher", () => {
  const request = "^states.StartExecution$";
  test.each<[string, Moment]>([
    ["before it has read the permission", { github: { method: "GET", path: permission, when: "before" } }],
    [
      "after it marked the job as dispatched, before the execution starts",
      { aws: { request, kind: "hang", times: 1 } },
    ],
    [
      "after the execution started, before the response",
      { aws: { request, kind: "hang", after: true, times: 1 } },
    ],
    [
      "after half of a job was written",
      { aws: { request: "^dynamodb.BatchWriteItem$", kind: "hang", times: 1 } },
    ],
  ])("%s: another one finishes its work", async (_when, moment) => {
    const release = await stopAt(rig, moment, () => ask("/summary"));
    killAll("dispatch-event");
    await release();

    const job = await expectOneAnswer();

    expect(await statesOf(rig.aws, job)).toEqual(allStates);
    expect(await stepErrors(rig.aws, job)).toEqual([]);
    expect(Math.max(...(await receivesOf(rig.aws, job)))).toBeGreaterThan(1);
  });
});

describe("a killed worker", () => {
  test.each<[string, string, Moment]>([
    [
      "acknowledge-job",
      "after its comment was posted, before the response",
      { github: { method: "POST", path: comments, when: "after" } },
    ],
    [
      "freeze-context",
      "after half of its work",
      { aws: { request: "^s3.PutObject$", kind: "hang", times: 1 } },
    ],
    [
      "publish-result",
      "before the answer is written",
      { github: { method: "PATCH", path: oneComment, when: "before" } },
    ],
    [
      "publish-result",
      "after the answer was written, before the response",
      { github: { method: "PATCH", path: oneComment, when: "after" } },
    ],
    [
      "publish-result",
      "after the reaction was added, before the response",
      { github: { method: "POST", path: reactions, body: "+1", when: "after" } },
    ],
  ])("%s, %s: the step is repeated", async (name, _when, moment) => {
    const release = await stopAt(rig, moment, () => ask("/summary"));
    killAll(name);
    await release();

    const job = await expectOneAnswer();

    expect(await statesOf(rig.aws, job)).toEqual(allStates);
    expect(await stepErrors(rig.aws, job)).toEqual(["Lambda.Unknown"]);
  });

  test("run-employee, while the model works: the model is called a second time", async () => {
    model.behave({ kind: "hang" }, { kind: "answer", text: "Nothing to worry about." });
    await ask("/security");
    await model.hanging();
    killAll("run-employee");

    const job = await expectOneAnswer();

    expect(await statesOf(rig.aws, job)).toEqual(allStates);
    expect(await stepErrors(rig.aws, job)).toEqual(["Lambda.Unknown"]);
    expect(model.requests).toHaveLength(2);
  });

  test("acknowledge-job, whose comment reaches GitHub late: one answer is left", async () => {
    const lost = rig.gitHubProxy.catch({ method: "POST", path: comments, when: "before" });
    await ask("/summary");
    await lost.arrived;
    const next = rig.gitHubProxy.catch({ method: "GET", path: /\/pulls\/\d+\/files/, when: "before" });
    killAll("acknowledge-job");
    await next.arrived;
    lost.release();
    const [first, second] = await until(answers, ({ length }) => length === 2, 120);
    next.release();

    await expectOneAnswer();

    expect((await answers()).map(({ id }) => id)).toEqual([Math.min(first?.id ?? 0, second?.id ?? 0)]);
  });
});

test("workers that are killed repeatedly still answer each command once", async () => {
  const threads = Array.from({ length: 20 }, (_, n): Thread => ({ repo, pr: 1_000 + n }));
  const random = createRandom(7);
  let [requests, killed] = [0, 0];
  // The faster the work, the more workers are killed.
  rig.gitHubProxy.onPassed(() => {
    requests += 1;
    if (requests % 9 > 0) return;
    const running = functionProcesses(rig.pid, "[^/]+");
    const victim = running[Math.floor(random() * running.length)];
    if (victim !== undefined && kill(victim)) killed += 1;
  });

  await Promise.all(threads.map((one) => comment(rig.github.url, one, "/summary")));
  const state = await until(
    async () => ({ answered: await answered(rig.github.url, threads), left: await readEndState(rig.aws) }),
    (state) => state.answered === threads.length && isOver(state.left),
    300,
  );
  rig.gitHubProxy.onPassed(() => {});

  expect(state.left).toEqual(nothingLeft);
  expect(killed).toBeGreaterThan(20);
  for (const one of threads) expect(await answersOn(rig.github.url, one)).toHaveLength(1);
}, 360_000);
