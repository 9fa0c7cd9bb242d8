import { beforeEach, expect, test } from "@jest/globals";
import { FencedError } from "../../../core/errors.ts";
import { laneKey } from "../../../core/lanes/lane.ts";
import { awaitTurn } from "../../../functions/await-turn/await-turn.ts";
import { createStepPorts, type StepPorts } from "../../fakes/answering.ts";
import { aLane, anEntry } from "../../fakes/records/lane.ts";

let ports: StepPorts;

beforeEach(() => {
  ports = createStepPorts();
  ports.tokens.waiting.add("token-1");
});

const entry = () => anEntry(1, { job_id: ports.job.job_id });
const lane = (next: Parameters<typeof aLane>[0]) =>
  ports.lanes.replace(laneKey(ports.job), aLane({ version: 0 }), aLane(next));
const wait = () => awaitTurn({ ...ports.input, task_token: "token-1" }, ports);

test("a job that waits in its lane waits for its token", async () => {
  await lane({ holder: anEntry(2), waiting: [entry()] });
  expect(await wait()).toEqual({ waits: true });
  expect(await ports.lanes.turns(ports.job)).toEqual(["token-1"]);
  expect(ports.tokens.sent).toEqual([]);
});

test.each([
  ["holds its lane already", () => lane({ holder: entry(), handed_over: true })],
  ["is not in its lane any more", async () => true],
])("a job that %s waits no longer", async (_what, prepare) => {
  await prepare();
  expect(await wait()).toEqual({ waits: false });
  expect(ports.tokens.sent).toEqual(["succeed token-1"]);
});

test("the token is stored before the lane is read: a hand-over in between ends the wait", async () => {
  await lane({ holder: anEntry(2), waiting: [entry()] });
  const { read } = ports.lanes;
  let stored: string[] = [];
  ports.lanes.read = async (key) => {
    stored = await ports.lanes.turns(ports.job);
    return read(key);
  };
  await wait();
  expect(stored).toEqual(["token-1"]);
});

test.each([
  ["has finished", { state: "CANCELLED" }],
  ["has a later attempt", { attempt: 2 }],
] as const)("the execution of a job that %s ends", async (_what, change) => {
  ports.jobs.put({ ...ports.job, ...change });
  await expect(wait()).rejects.toBeInstanceOf(FencedError);
});

test("a job that finishes right after its token is stored does not wait", async () => {
  await lane({ holder: anEntry(2), waiting: [entry()] });
  const { saveTurn } = ports.lanes;
  ports.lanes.saveTurn = async (turn, token) => {
    await saveTurn(turn, token);
    ports.jobs.put({ ...ports.job, state: "CANCELLED" });
  };
  await expect(wait()).rejects.toBeInstanceOf(FencedError);
});
