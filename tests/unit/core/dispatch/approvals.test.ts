import { beforeEach, expect, test } from "@jest/globals";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
  ports.reader.repository.pull.from_fork = true;
  ports.reader.repository.permissions = { octavia: "write", rita: "read" };
});

const advice = `Review the current commit of the branch, then approve it with \`/ok-to-run ${headSha}\`.`;
const another = `\`/ok-to-run\` names a commit that is not the current one of the branch. ${advice}`;
const none = `\`/ok-to-run\` needs the full ID of a commit (40 hexadecimal digits) and nothing else. ${advice}`;

async function refusalsOf(body: string, login = "octavia", type = "User"): Promise<string[]> {
  await dispatchEvent(anEnvelopeOf(body, { sender: { login, id: 11, type } }), ports);
  return ports.jobs.all().flatMap(({ refusals }) => refusals.map(({ message }) => message));
}

test.each([
  ["without a commit", "/ok-to-run", none],
  ["with a short id", `/ok-to-run ${headSha.slice(0, 12)}`, none],
  ["with other words", `/ok-to-run ${headSha} please`, none],
  ["with another commit", `/ok-to-run ${"b".repeat(40)}`, another],
])("an approval %s gets one answer with what is missing", async (_what, body, message) => {
  expect(await refusalsOf(body)).toEqual([message]);
  expect(ports.jobs.all()).toMatchObject([
    { employee: "help", command: { name: "ok-to-run" }, state: "DISPATCHED" },
  ]);
  expect(await refusalsOf(body)).toEqual([message]);
});

test("an approval by a reader gets an answer with the required permission", async () => {
  expect(await refusalsOf(`/ok-to-run ${headSha}`, "rita")).toEqual([
    "`/ok-to-run` needs **write** permission on this repository; rita has **read**.",
  ]);
});

test("an approval by a bot on the list gets an answer that it must come from a person", async () => {
  ports.policy = aPolicy({ bots: { allow: ["renovate[bot]"] } });
  expect(await refusalsOf(`/ok-to-run ${headSha}`, "renovate[bot]", "Bot")).toEqual([
    "`/ok-to-run` must come from a person; renovate[bot] is a bot.",
  ]);
});

test("an unnecessary approval gets an answer that says so", async () => {
  ports.reader.repository.pull.from_fork = false;
  expect(await refusalsOf(`/ok-to-run ${headSha}`)).toEqual([
    "This pull request does not come from a fork: it needs no `/ok-to-run`.",
  ]);
});

test("a valid approval starts no job and gets no answer", async () => {
  expect(await refusalsOf(`/ok-to-run ${headSha}`)).toEqual([]);
  expect(ports.jobs.all()).toEqual([]);
});

test("each of several approvals in a comment gets an answer", async () => {
  expect(await refusalsOf(`/ok-to-run\n/ok-to-run ${"b".repeat(40)}`)).toEqual([none, another]);
});
