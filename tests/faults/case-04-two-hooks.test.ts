import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createGitHubClient } from "../../adapters/github/client.ts";
import { createGitHubRepository } from "../../adapters/github/repository.ts";
import { createHandler as createDispatcher } from "../../functions/dispatch-event/handler.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { createFakeDeliveryStore } from "../fakes/delivery-store.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { readPermissions } from "../fakes/github.ts";
import { createFakeLog } from "../fakes/log.ts";
import { aBatch } from "../fakes/records/batch.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { deliverSigned, dispatchTogether } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";
import { createWebhookEndpoint } from "../fakes/webhook-endpoint.ts";
import { signedEvent } from "../fakes/webhooks/signed-event.ts";

const deliveries = createFakeDeliveryStore(Date.now);
const other = "999000111";
let service: TestService;
let pull: TestPullRequest;
let number = 400;
let comment: Comment;

beforeAll(async () => {
  service = await startTestService({ stores: { deliveries } });
});

beforeEach(async () => {
  number += 1;
  pull = service.pull(number);
  comment = await pull.comment("octavia", "/security");
});

afterAll(() => service.stop());

/** Returns the latest delivery to the App's hook. */
function lastDelivery() {
  const [last] = service.github.deliveries.newestFirst();
  if (!last) throw new Error("GitHub has no delivery");
  return last;
}

describe("case 4: two hooks of one stack deliver one GUID", () => {
  test.each([
    ["in order", false],
    ["in reverse order", true],
  ])("%s: both are recorded, one acts", async (_what, reversed) => {
    const { guid, body } = lastDelivery();
    const hooks = [String(service.github.hookId), other];
    expect(await deliverSigned(service, { event: "issue_comment", payload: body, guid, hook: other })).toBe(
      202,
    );
    const arrived = service.queue.sent.splice(0);
    expect(arrived.map(({ hook_id, delivery_id }) => [hook_id, delivery_id])).toEqual(
      hooks.map((hook) => [hook, guid]),
    );

    for (const one of reversed ? arrived.toReversed() : arrived) await dispatchTogether(service, [one]);
    await service.settle();

    const { job_id, hook_id } = await pull.job();
    const [first, second] = reversed ? hooks.toReversed() : hooks;
    expect(hook_id).toBe(first);
    expect([first, second].map((hook = "") => deliveries.find({ hook_id: hook, delivery_id: guid }))).toEqual(
      [
        expect.objectContaining({ status: "PROCESSED", outcome: { kind: "dispatched", job_ids: [job_id] } }),
        expect.objectContaining({ status: "PROCESSED", outcome: { kind: "duplicate", job_ids: [job_id] } }),
      ],
    );
    expect(pull.answers()).toHaveLength(1);
    expect(pull.reactions(comment)).toEqual(["+1"]);
  });
});

/** Creates a second stack with the rollout mode `shadow`, which reads the same GitHub. */
function createShadow() {
  const policy = aPolicy({ rollout: { default: "shadow", canary_percentage: 0, rules: [] } });
  const credentials = async () => ({ app_id: service.github.appId, private_key: service.github.privateKey });
  const client = createGitHubClient({
    apiUrl: service.github.url,
    credentials,
    permissions: readPermissions,
  });
  const ports = { ...createDispatcherPorts(), policy, reader: createGitHubRepository(client) };
  const endpoint = createWebhookEndpoint({ deliveries: ports.deliveries, payloads: ports.payloads });
  const dispatcher = createDispatcher({ ...ports, log: createFakeLog(), delayMessage: async () => {} });
  return {
    ...ports,
    async receive(body: string, guid: string): Promise<void> {
      const headers = { "x-github-hook-id": other };
      const event = signedEvent("issue_comment", undefined, { body, delivery: guid, headers });
      expect((await endpoint.deliver(event)).status).toBe(202);
      const bodies = endpoint.queue.sent.map((envelope) => JSON.stringify(envelope));
      const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
      expect(await dispatcher(aBatch(bodies), context)).toEqual({ batchItemFailures: [] });
    },
  };
}

/** What users see of the pull request. */
const visible = () => ({
  texts: [...service.repository.comments.values()]
    .filter((one) => one.number === number)
    .map(({ id, body }) => [id, body]),
  reactions: pull.reactions(comment),
});

describe("case 4: the hooks of a shadow stack and of the live stack deliver one GUID", () => {
  test.each([
    ["before", true],
    ["after", false],
  ])(
    "the shadow gets it %s the live stack: both record it, only the live stack acts",
    async (_when, first) => {
      const { guid, body } = lastDelivery();
      const shadow = createShadow();
      if (!first) await service.settle();
      const before = visible();

      await shadow.receive(body, guid);

      expect(visible()).toEqual(before);
      const [job, ...more] = shadow.jobs.all();
      expect(more).toEqual([]);
      expect(job).toMatchObject({
        mode: "shadow",
        state: "IGNORED",
        last_event: { reason: "shadow, would be authorised" },
      });
      const job_ids = [job?.job_id];
      expect(shadow.deliveries.find({ hook_id: other, delivery_id: guid })).toMatchObject({
        status: "PROCESSED",
        outcome: { kind: "dispatched", job_ids },
      });
      expect(shadow.workflow.executions.size).toBe(0);

      await service.settle();
      expect(await pull.job()).toMatchObject({ mode: "active", state: "NOTIFIED" });
      expect(deliveries.find({ hook_id: String(service.github.hookId), delivery_id: guid })).toMatchObject({
        outcome: { kind: "dispatched", job_ids },
      });
      expect(pull.answers()).toHaveLength(1);
    },
  );
});
