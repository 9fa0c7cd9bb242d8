import { expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { CircuitOpenError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/dispatch-event/handler.ts";
import { createDispatcherPorts } from "../../fakes/dispatcher.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { aBatch } from "../../fakes/records/batch.ts";
import { anEnvelopeOf } from "../../fakes/records/envelope.ts";

test("while GitHub's circuit is open, messages use up no receives and their lines say what they wait for", async () => {
  const ports = createDispatcherPorts();
  const log = createFakeLog();
  const delays: string[] = [];
  const delayMessage = async (receipt: string) => {
    delays.push(receipt);
  };
  ports.reader.fail(new CircuitOpenError("circuit_open", "github is not called", { seconds: 120 }));
  const texts = ["/summary", "just talk", "/security now"];
  const bodies = texts.map((text, n) =>
    JSON.stringify(anEnvelopeOf(text, { delivery_id: `d-${n}`, comment_id: n })),
  );

  const handler = createHandler({ ...ports, log, delayMessage });
  const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
  const answer = await handler(aBatch(bodies), context);

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(delays).toEqual([]);
  expect(ports.postponed.map(({ envelope }) => envelope.delivery_id).toSorted()).toEqual(["d-0", "d-2"]);
  const waits = log.lines.filter(({ message }) => message === "delivery postponed");
  const fields = { kind: "postponed", seconds: 120, reason: "circuit_open" };
  expect(waits).toMatchObject([
    { level: "info", fields: { ...fields, message_id: expect.stringMatching(/^m-[02]$/) } },
    { level: "info", fields },
  ]);
});
