import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import type { DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { createHandler as createSweeper } from "../../functions/sweep-deliveries/handler.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { Crash } from "../fakes/crash.ts";
import { createFakeDeliveryStore } from "../fakes/delivery-store.ts";
import { dispatchTogether } from "../fakes/signed-deliveries.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const store = createFakeDeliveryStore(Date.now);
/** How many of the next requests crash after sending their message. */
let crashes = 0;
let service: TestService;
let pull: TestPullRequest;
let number = 200;
let comment: Comment;

const deliveries: DeliveryStore = {
  ...store,
  enqueued(id) {
    if (crashes === 0) return store.enqueued(id);
    crashes -= 1;
    return Promise.reject(new Crash());
  },
};

beforeAll(async () => {
  service = await startTestService({ stores: { deliveries } });
});

beforeEach(async () => {
  number += 1;
  pull = service.pull(number);
  crashes = 1;
  comment = await pull.comment("octavia", "/security");
});

afterAll(() => service.stop());

function lastDelivery() {
  const [last] = service.github.deliveries.newestFirst();
  if (!last) throw new Error("Nothing was delivered");
  return last;
}

/** Returns both messages of the only delivery. */
function bothMessages(): Envelope[] {
  const messages = service.queue.sent.splice(0);
  expect(messages.map(({ delivery_id }) => delivery_id)).toEqual([lastDelivery().guid, lastDelivery().guid]);
  return messages;
}

async function redeliver(): Promise<void> {
  service.github.deliveries.redeliver(lastDelivery());
  await service.github.deliveries.idle();
}

async function sweep(): Promise<void> {
  const clock = () => Date.now() + 31_000;
  const ports = { ...createSweeperPorts(), clock, deliveries: store, queue: service.queue, hooks: [] };
  await createSweeper(ports)({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
}

describe.each([
  ["GitHub redelivers", redeliver],
  ["the sweeper sends again", sweep],
])("case 2: a crash after SendMessage, before the response: %s", (_how, sendAgain) => {
  test.each([
    ["in one batch", async (both: Envelope[]) => dispatchTogether(service, both)],
    [
      "while the first one's job is running",
      async ([first, second]: Envelope[]) => {
        await dispatchTogether(service, first ? [first] : []);
        await dispatchTogether(service, second ? [second] : []);
      },
    ],
    [
      "after the first one's job is answered",
      async ([first, second]: Envelope[]) => {
        await dispatchTogether(service, first ? [first] : []);
        await service.settle();
        await dispatchTogether(service, second ? [second] : []);
      },
    ],
  ])("two messages, %s: one execution, one comment", async (_when, arrive) => {
    expect(lastDelivery()).toMatchObject({ ok: false, statusCode: 500 });
    await sendAgain();
    const both = bothMessages();

    await arrive(both);
    await service.settle();

    const { job_id, state, attempt } = await pull.job();
    expect([state, attempt]).toEqual(["NOTIFIED", 1]);
    const executions = [...service.workflow.executions.keys()].filter((name) => name.startsWith(job_id));
    expect(executions).toEqual([`${job_id}-r1`]);
    expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
    expect(pull.reactions(comment)).toEqual(["+1"]);
    const id = { hook_id: String(service.github.hookId), delivery_id: both[0]?.delivery_id ?? "" };
    expect(store.find(id)).toMatchObject({ status: "PROCESSED", outcome: { kind: "dispatched" } });
  });
});
