import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Comment } from "../../local/github/state/records.ts";
import { createFakeDeliveryStore } from "../fakes/delivery-store.ts";
import { deliverSigned, dispatchTogether, takeQueued } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const deliveries = createFakeDeliveryStore(Date.now);
let service: TestService;
let pull: TestPullRequest;
let number = 500;
let comment: Comment;
/** The body that GitHub sent, byte for byte. */
let captured: string;

beforeAll(async () => {
  service = await startTestService({ stores: { deliveries } });
});

beforeEach(async () => {
  number += 1;
  pull = service.pull(number);
  comment = await pull.comment("octavia", "/security\n/summary");
  captured = service.github.deliveries.newestFirst()[0]?.body ?? "";
});

afterAll(() => service.stop());

async function replay(hook?: string): Promise<string> {
  const guid = randomUUID();
  const arrival = { event: "issue_comment", payload: captured, guid };
  expect(await deliverSigned(service, hook ? { ...arrival, hook } : arrival)).toBe(202);
  return guid;
}

const jobsHere = async () => (await service.jobs()).filter(({ pr_number }) => pr_number === number);

async function snapshot() {
  const jobs = await jobsHere();
  return {
    jobs: jobs.map(({ job_id, state, attempt, version }) => ({ job_id, state, attempt, version })),
    answers: pull.answers().map(({ id, body, updatedAt }) => ({ id, body, updatedAt })),
    reactions: pull.reactions(comment),
  };
}

const outcomeOf = (delivery_id: string, hook_id = String(service.github.hookId)) =>
  deliveries.find({ hook_id, delivery_id })?.outcome;

test.each([
  ["the App's hook", undefined],
  ["another hook", "424242"],
])(
  "case 5: replayed under new GUIDs by %s after it was answered: nothing more happens",
  async (_what, hook) => {
    await service.settle();
    const before = await snapshot();
    expect(before).toMatchObject({ jobs: [{ state: "NOTIFIED" }, { state: "NOTIFIED" }], reactions: ["+1"] });
    expect(before.answers).toHaveLength(2);

    const guids = [await replay(hook), await replay(hook)];
    await service.settle();

    expect(await snapshot()).toEqual(before);
    const job_ids = before.jobs.map(({ job_id }) => job_id);
    for (const guid of guids) expect(outcomeOf(guid, hook)).toEqual({ kind: "duplicate", job_ids });
  },
);

test("case 5: replayed while its jobs are running: one execution each", async () => {
  await service.dispatch();
  const guid = await replay();
  await service.dispatch();
  await service.settle();

  expect(await jobsHere()).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
  expect(pull.answers()).toHaveLength(2);
  expect(outcomeOf(guid)).toMatchObject({ kind: "duplicate" });
});

test("case 5: the replay and the original in one batch: one of them acts", async () => {
  await replay();
  const both = takeQueued(service);
  expect(both).toHaveLength(2);
  await dispatchTogether(service, both);
  await service.settle();

  expect(await jobsHere()).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
  expect(pull.answers()).toHaveLength(2);
});

test("case 5: a refused command that is replayed is refused only once", async () => {
  const asked = await pull.comment("rita", "/security please");
  captured = service.github.deliveries.newestFirst()[0]?.body ?? "";
  await service.settle();
  const before = await snapshot();
  expect(pull.reactions(asked)).toEqual(["-1"]);

  await replay();
  await service.settle();

  expect(await snapshot()).toEqual(before);
});
