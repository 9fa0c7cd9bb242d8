import { beforeEach, expect, test } from "@jest/globals";
import { maximumCommands } from "../../../../core/commands/parse-comment.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const many = Array.from({ length: maximumCommands }, () => "/summary").join("\n");

const refused = () =>
  ports.jobs
    .all()
    .filter(({ refusals }) => refusals.length > 0)
    .map(({ command: { name, text }, refusals }) => [
      `/${name} ${text}`.trim(),
      ...refusals.map(({ code }) => code),
    ]);

test("the maximum number of commands runs, and nothing is refused", async () => {
  await dispatchEvent(anEnvelopeOf(`${many}\nThanks!`), ports);
  expect(ports.jobs.all()).toHaveLength(maximumCommands);
  expect(refused()).toEqual([]);
});

test("the first command beyond the limit gets one answer for all of them", async () => {
  const envelope = anEnvelopeOf(`${many}\n\n/security with care\n/help\n/summary`);
  await dispatchEvent(envelope, ports);
  await dispatchEvent({ ...envelope, delivery_id: "again" }, ports);
  expect(ports.jobs.all()).toHaveLength(maximumCommands + 1);
  expect(refused()).toEqual([["/security with care", "too_many_commands"]]);
});

test("a command beyond the limit that repeats an earlier one gets an answer too", async () => {
  await dispatchEvent(anEnvelopeOf(`${many}\n/summary`), ports);
  expect(refused()).toEqual([["/summary", "too_many_commands"]]);
});

test("lines after them that are not commands get no answer", async () => {
  await dispatchEvent(anEnvelopeOf(`${many}\n> /security\n/path/like/this\n\`/help\``), ports);
  expect(refused()).toEqual([]);
});

test("a list of other bots' commands gets no answer", async () => {
  const others = many.replaceAll("/summary", "/prow-like-thing");
  expect(await dispatchEvent(anEnvelopeOf(`${others}\n/hold`), ports)).toMatchObject({ kind: "ignored" });
  expect(ports.jobs.all()).toEqual([]);
});
