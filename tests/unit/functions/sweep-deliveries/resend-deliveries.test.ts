import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { resendDeliveries } from "../../../../functions/sweep-deliveries/resend-deliveries.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** Creates a delivery that was received this many seconds ago and not sent to the queue. */
async function leftBehind(delivery_id: string, secondsAgo: number) {
  const received_at = new Date(ports.clock() - secondsAgo * 1_000).toISOString();
  const envelope = anEnvelope({ delivery_id, received_at });
  await ports.deliveries.receive(envelope);
  return envelope;
}

const sent = () => ports.queue.sent.map(({ delivery_id }) => delivery_id);

test("deliveries in RECEIVED are sent, oldest first, and become ENQUEUED", async () => {
  const young = await leftBehind("young", 40);
  const old = await leftBehind("old", 4_000);
  expect(await resendDeliveries(ports)).toEqual([]);
  expect(ports.queue.sent).toEqual([old, young]);
  expect(ports.deliveries.find(old)).toMatchObject({ status: "ENQUEUED", envelope: null });
  expect(ports.repairs).toEqual(["resent", "resent"]);
  await resendDeliveries(ports);
  expect(sent()).toHaveLength(2);
});

test("queued and processed deliveries are left alone", async () => {
  const enqueued = await leftBehind("enqueued", 100);
  const done = await leftBehind("done", 100);
  await ports.deliveries.enqueued(enqueued);
  await ports.deliveries.finish(done, { kind: "ignored", reason: "bot" });
  await resendDeliveries(ports);
  expect(sent()).toEqual([]);
});

describe("a delivery whose request may still run", () => {
  test("is waited for, and sent if its request did not finish", async () => {
    const envelope = await leftBehind("crashed", 5);
    await resendDeliveries(ports);
    expect(sent()).toEqual(["crashed"]);
    expect(ports.clock() - Date.parse(envelope.received_at)).toBe(30_000);
  });

  test("is left alone if its request has finished since", async () => {
    const envelope = await leftBehind("slow", 5);
    const pause = async () => ports.deliveries.enqueued(envelope);
    await resendDeliveries({ ...ports, pause });
    expect(sent()).toEqual([]);
    expect(ports.repairs).toEqual([]);
  });

  test("is left to the next sweep if there is no time to wait", async () => {
    await leftBehind("young", 5);
    await leftBehind("old", 31);
    await resendDeliveries({ ...ports, timeLeft: () => 20_000 });
    expect(sent()).toEqual(["old"]);
  });

  test("does not make the sweep wait if there is none", async () => {
    await leftBehind("old", 31);
    const pause = () => Promise.reject(new Error("This test must not wait"));
    expect(await resendDeliveries({ ...ports, pause })).toEqual([]);
  });
});

test("a delivery that cannot be sent stays, and does not stop the others", async () => {
  const broken = await leftBehind("broken", 100);
  await leftBehind("fine", 90);
  const { send } = ports.queue;
  ports.queue.send = async (envelope) => {
    if (envelope.delivery_id === "broken") throw new RetryableError("queue_unavailable", "down");
    return send(envelope);
  };
  expect(await resendDeliveries(ports)).toEqual([expect.objectContaining({ code: "queue_unavailable" })]);
  expect(sent()).toEqual(["fine"]);
  expect(ports.deliveries.find(broken)?.status).toBe("RECEIVED");
  expect(ports.repairs).toEqual(["resent"]);
});

test("a delivery that was sent but not recorded is sent again: the semantic gate removes the duplicate", async () => {
  await leftBehind("twice", 100);
  const enqueued = async () => Promise.reject(new RetryableError("delivery_table_unavailable", "down"));
  const failing = { ...ports, deliveries: { ...ports.deliveries, enqueued } };
  expect(await resendDeliveries(failing)).toHaveLength(1);
  expect(await resendDeliveries(ports)).toEqual([]);
  expect(sent()).toEqual(["twice", "twice"]);
});

test("a sweep stops when its time is up, and the next one continues", async () => {
  for (let n = 0; n < 25; n += 1) await leftBehind(`d-${n}`, 1_000 - n);
  let time = 12;
  await resendDeliveries({ ...ports, timeLeft: () => time-- });
  expect(sent().length).toBeLessThan(25);
  await resendDeliveries(ports);
  expect(new Set(sent()).size).toBe(25);
  expect(sent()).toHaveLength(25);
});

test("an unavailable table fails the whole part", async () => {
  const pending = () => Promise.reject(new RetryableError("delivery_table_unavailable", "down"));
  const failing = { ...ports, deliveries: { ...ports.deliveries, pending } };
  await expect(resendDeliveries(failing)).rejects.toMatchObject({ code: "delivery_table_unavailable" });
});
