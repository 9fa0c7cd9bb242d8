import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createLaneTable } from "../../../../adapters/dynamodb/lane-table.ts";
import { emptyLane, laneKey } from "../../../../core/lanes/lane.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { aLane, anEntry } from "../../../fakes/records/lane.ts";
import { command } from "./command.ts";

let stack: OperatorStack;

beforeAll(async () => {
  stack = await startOperatorStack({});
  const lanes = createLaneTable(stack.ref("IdempotencyTable"));
  for (const n of [1, 2]) {
    const job = await stack.jobs.create(aNewJob({ job_id: `job-${n}`, employee: "security" }), aNote);
    await stack.jobs.transition(job, "DISPATCHED", aNote);
  }
  const place = { repo_id: 77, pr_number: 7 };
  const busy = aLane({ holder: anEntry(1), waiting: [anEntry(2)] });
  await lanes.replace(laneKey({ ...place, employee: "security" }), emptyLane, busy);
  // Its job has no record, and no job waits: only the pull request's own list shows it.
  await lanes.replace(laneKey({ ...place, employee: "docs" }), emptyLane, aLane({ holder: anEntry(3) }));
});

afterAll(() => stack.stop());

test("lists who holds a lane and who waits", async () => {
  const { code, stdout } = await command(["lanes"]);
  expect(code).toBe(0);
  const rows = stdout
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.split(/ {2,}/).slice(0, 5));
  expect(rows).toEqual([
    ["octo-demo/payments#7", "security", "holds", "job-1", "DISPATCHED"],
    ["octo-demo/payments#7", "security", "1", "job-2", "DISPATCHED"],
  ]);
});

test("lists every lane of a pull request as JSON, even if no job waits", async () => {
  const { stdout } = await command(["lanes", "--repo", "octo-demo/payments", "--pr", "7", "--json"]);
  expect(JSON.parse(stdout).lanes).toMatchObject([
    { employee: "docs", state: "stuck", repo: null, holder: { job_id: "job-3", state: null } },
    { employee: "security", state: "held", waiting: [{ job_id: "job-2", sender: "octavia" }] },
  ]);
});

test("needs the repository and the number of a pull request", async () => {
  expect(await command(["lanes", "--pr", "7"])).toMatchObject({ code: 2 });
});
