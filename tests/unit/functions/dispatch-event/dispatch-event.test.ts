import { beforeEach, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelope, anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { aPullRequest, headSha } from "../../../fakes/records/pull-request.ts";
import { aCommentWebhook, aReviewWebhook } from "../../../fakes/records/webhook.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const executions = () => [...ports.workflow.executions.keys()];

test("a command becomes a job and a running execution", async () => {
  const outcome = await dispatchEvent(anEnvelopeOf("/summary of the tests"), ports);
  const [job, ...more] = ports.jobs.all();
  expect(more).toEqual([]);
  expect(outcome).toEqual({ kind: "dispatched", job_ids: [job?.job_id] });
  expect(job).toMatchObject({
    job_id: expect.stringMatching(/^[a-z2-7]{26}-summary$/),
    state: "DISPATCHED",
    attempt: 1,
    mode: "active",
    employee: "summary",
    head_sha: headSha,
    refusals: [],
    command: { name: "summary", text: "of the tests", arguments: {} },
    source: { kind: "issue_comment", id: 9001 },
    sender: { login: "octavia" },
    execution_arn: ports.workflow.arnOf(`${job?.job_id}-r1`),
  });
  expect([...ports.workflow.executions]).toEqual([
    [`${job?.job_id}-r1`, { input: { job_id: job?.job_id, attempt: 1, paces: true }, status: "running" }],
  ]);
  const trail = await ports.jobs.events(job?.job_id ?? "");
  expect(trail.map(({ to, actor, reason }) => [to, actor, reason])).toEqual([
    ["RECEIVED", "dispatch-event", "command"],
    ["VALIDATED", "dispatch-event", "authorised"],
    ["DISPATCHED", "dispatch-event", "authorised"],
  ]);
});

test("a job keeps what GraphQL calls its repository and its comment; payloads without that give jobs too", async () => {
  const { comment, repository, ...rest } = aCommentWebhook({ body: "/summary" });
  const payload = {
    ...rest,
    repository: { ...repository, node_id: "R_kgDOCyMhig" },
    comment: { ...comment, node_id: "IC_kwDOCyMhis6Azk-2" },
  };
  await dispatchEvent(anEnvelope({ payload_ref: { kind: "inline", payload } }), ports);
  await dispatchEvent(anEnvelopeOf("/summary", { comment_id: 9002, delivery_id: "d-2" }), ports);
  const known = ports.jobs.all().map(({ repo_node_id, source }) => [repo_node_id, source.node_id]);
  expect(known).toEqual([
    ["R_kgDOCyMhig", "IC_kwDOCyMhis6Azk-2"],
    [undefined, undefined],
  ]);
});

test.each([
  ["is refused", { permissions: {} }],
  ["was closed since", { pull: aPullRequest({ closed_at: "2026-11-23T08:59:59Z" }) }],
])("a job that %s keeps no confirmation: its first step asks again", async (_what, change) => {
  Object.assign(ports.reader.repository, change);
  await dispatchEvent(anEnvelopeOf("/summary"), ports);
  expect(ports.jobs.all()).toMatchObject([{ state: "DISPATCHED", authority: null }]);
});

test("a job that a rule routed names the rule", async () => {
  const rule = { name: "reviews", when: { commands: ["summary"] }, employees: ["security"] };
  ports.policy = aPolicy({ rules: [rule] });
  await dispatchEvent(anEnvelopeOf("/summary"), ports);
  const [job] = ports.jobs.all();
  const [first] = await ports.jobs.events(job?.job_id ?? "");
  expect([job?.employee, first?.reason]).toEqual(["security", "rule: reviews"]);
});

test("several commands become several jobs, numbered for each employee", async () => {
  const outcome = await dispatchEvent(anEnvelopeOf("/summary\nand then\n/security a\n/security b"), ports);
  expect(outcome).toMatchObject({ kind: "dispatched" });
  expect(ports.jobs.all().map(({ job_id, command }) => [job_id.slice(26), command.text])).toEqual([
    ["-summary", ""],
    ["-security", "a"],
    ["-security-2", "b"],
  ]);
  expect(executions()).toHaveLength(3);
});

test("a payload in the bucket is read", async () => {
  const json = JSON.stringify(aCommentWebhook({ body: "/summary" }));
  const payload_ref = await ports.payloads.put("deliveries/1/a.json", json);
  expect(await dispatchEvent(anEnvelope({ payload_ref }), ports)).toMatchObject({ kind: "dispatched" });
});

test("a payload that is gone is a permanent error", async () => {
  const payload_ref = await ports.payloads.put("deliveries/1/a.json", "{}");
  ports.payloads.objects.clear();
  await expect(dispatchEvent(anEnvelope({ payload_ref }), ports)).rejects.toMatchObject({
    code: "payload_gone",
  });
});

test("a payload that is not an event is a permanent error", async () => {
  const envelope = anEnvelope({ payload_ref: { kind: "inline", payload: { action: "created" } } });
  const error: unknown = await dispatchEvent(envelope, ports).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PermanentError);
  expect(error).toMatchObject({ code: "malformed_payload" });
});

test("a review and a comment on the diff can give commands too", async () => {
  const diff = anEnvelope({ event_type: "pull_request_review_comment", comment_id: 1 });
  const payload = aReviewWebhook({ body: "/summary" });
  const review = { event_type: "pull_request_review", action: "submitted", comment_id: 8001 } as const;
  const reviewed = anEnvelope({ ...review, payload_ref: { kind: "inline", payload } });
  await dispatchEvent(diff, ports);
  await dispatchEvent(reviewed, ports);
  expect(ports.jobs.all().map(({ source }) => source.kind)).toEqual([
    "pull_request_review_comment",
    "pull_request_review",
  ]);
});

test("an intent that another delivery is dispatching is retried later", async () => {
  const envelope = anEnvelopeOf("/summary");
  await ports.intents.claim(envelope.intent_key, "delivery#1#other");
  const error: unknown = await dispatchEvent(envelope, ports).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetryableError);
  expect(error).toMatchObject({ code: "intent_busy" });
  expect(ports.jobs.all()).toEqual([]);

  ports.clock.advance(60_001);
  expect(await dispatchEvent(envelope, ports)).toMatchObject({ kind: "dispatched" });
});

test("case 5: the same request in another delivery is a duplicate, without another effect", async () => {
  const first = await dispatchEvent(anEnvelopeOf("/summary"), ports);
  const again = await dispatchEvent(anEnvelopeOf("/summary", { delivery_id: "d-2", hook_id: "301" }), ports);
  expect(again).toEqual({ ...first, kind: "duplicate" });
  expect(executions()).toHaveLength(1);
});
