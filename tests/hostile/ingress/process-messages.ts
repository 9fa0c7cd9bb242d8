import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "@jest/globals";
import type { Envelope } from "../../../core/deliveries/envelope.ts";
import { isEnvelope } from "../../../core/generated/validators.mjs";
import { processMessage } from "../../../functions/dispatch-event/dispatch-event.ts";
import { createArgumentAjv } from "../../../scripts/generate/argument-schemas.ts";
import type { FakeDeliveryStore } from "../../fakes/delivery-store.ts";
import { createDispatcherPorts } from "../../fakes/dispatcher.ts";
import type { FakePayloadStore } from "../../fakes/payload-store.ts";
import { anEmployee } from "../../fakes/records/employee.ts";

const counting = { type: "object", properties: { depth: { type: "integer" }, rate: { type: "number" } } };
const writing = { type: "object", properties: { words: { type: "array", items: { type: "string" } } } };

/** Employees that accept anything: free text, numbers without limits, words. */
export const roster = [
  anEmployee(),
  anEmployee({ name: "help", commands: ["help"], minimum_permission: "read" }),
  anEmployee({ name: "counter", commands: ["count"], arguments: counting }),
  anEmployee({ name: "writer", commands: ["write"], arguments: writing }),
];

export const argumentValidators = {
  counter: createArgumentAjv().compile(counting),
  writer: createArgumentAjv().compile(writing),
};

/** A message contains the payload up to 200 KB; a job contains its command twice, as text and as arguments. */
const largestMessage = 210 * 1024;
const largestJob = 100 * 1024;

/** Dispatches messages and checks that each is processed and leaves records that DynamoDB can store. */
export async function processMessages(
  messages: string[],
  stores: { deliveries: FakeDeliveryStore; payloads: FakePayloadStore },
): Promise<void> {
  for (const message of messages) {
    const envelope = JSON.parse(message) as Envelope;
    expect(isEnvelope(envelope)).toBe(true);
    expect(Buffer.byteLength(message)).toBeLessThan(largestMessage);
    const ports = { ...createDispatcherPorts(), ...stores, roster, argumentValidators };

    const outcome = await processMessage(message, ports);

    expect(["dispatched", "duplicate", "ignored"]).toContain(outcome.kind);
    expect(stores.deliveries.find(envelope)?.status).toBe("PROCESSED");
    for (const job of ports.jobs.all()) {
      expect(Buffer.byteLength(JSON.stringify(marshall(job)))).toBeLessThan(largestJob);
      expect(job.command.text.isWellFormed()).toBe(true);
    }
  }
}
