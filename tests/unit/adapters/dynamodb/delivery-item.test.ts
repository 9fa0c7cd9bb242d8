import { expect, test } from "@jest/globals";
import { deliveryIdOf, deliveryKeys, readDeliveryItem } from "../../../../adapters/dynamodb/delivery-item.ts";
import { deliveryKey } from "../../../../core/deliveries/delivery.ts";

const whole = {
  status: "PROCESSED",
  outcome: { kind: "dispatched", job_ids: ["a"] },
  event_type: "issue_comment",
  action: "created",
  repo: "octo-demo/payments",
  pr_number: 7,
  received_at: "2026-11-28T09:00:00.000Z",
  enqueued_at: "2026-11-28T09:00:01.000Z",
  processed_at: "2026-11-28T09:00:02.000Z",
  last_failure: { code: "github_failed", at: "2026-11-28T09:00:01.500Z" },
  failures: 2,
  failing_since: "2026-11-28T09:00:01.000Z",
  operations: [{ kind: "replay" }],
};

test("reads every attribute, and of the sender the login", () => {
  const item = { ...whole, pk: "delivery#1#g", envelope: "{}", sender: { login: "octavia", id: 1 } };
  expect(readDeliveryItem(item)).toEqual({ ...whole, sender: "octavia" });
});

test("reads null for what is not written yet or has another type", () => {
  const nothing = {
    ...{ outcome: null, event_type: null, action: null, repo: null, pr_number: null, sender: null },
    ...{ received_at: null, enqueued_at: null, processed_at: null },
    ...{ last_failure: null, failures: null, failing_since: null, operations: [] },
  };
  expect(readDeliveryItem({ status: "RECEIVED" })).toEqual({ status: "RECEIVED", ...nothing });
  const wrong = {
    status: "RECEIVED",
    event_type: 1,
    action: 1,
    repo: 1,
    pr_number: "7",
    sender: {},
    failures: "2",
  };
  expect(
    readDeliveryItem({ ...wrong, received_at: 1, enqueued_at: 1, processed_at: 1, failing_since: 1 }),
  ).toEqual({
    status: "RECEIVED",
    ...nothing,
  });
});

test("finds the delivery of a key", () => {
  const id = { hook_id: "9", delivery_id: "0b989ba4-242f-11e5-81e1-c7b6966d2516" };
  expect(deliveryIdOf(deliveryKey(id))).toEqual(id);
  expect(deliveryIdOf("delivery")).toEqual({ hook_id: "", delivery_id: "" });
  expect(deliveryKey(id).startsWith(deliveryKeys) && deliveryKeys).toBe("delivery#");
});
