import { beforeEach, describe, expect, test } from "@jest/globals";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelope, anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { aReviewWebhook } from "../../../fakes/records/webhook.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

describe("is ignored", () => {
  const bot = { login: "renovate[bot]", id: 2, type: "Bot" };
  const review = { event_type: "pull_request_review", action: "submitted" } as const;
  const closed = { event_type: "pull_request", action: "closed", comment_id: null } as const;
  const silent = { kind: "inline", payload: aReviewWebhook({ body: null }) } as const;

  test.each([
    ["an event of a pull request without jobs", anEnvelope(closed), "no_jobs"],
    ["a review without a text", anEnvelope({ ...review, payload_ref: silent }), "no_command"],
    ["a bot", anEnvelope({ sender: bot }), "bot"],
    ["a bot by its name", anEnvelope({ sender: { ...bot, type: "User" } }), "bot"],
    ["a bot by its type", anEnvelope({ sender: { ...bot, login: "robo" } }), "bot"],
    ["a comment without a command", anEnvelopeOf("what does /summary do?"), "no_command"],
    ["a command in a quote", anEnvelopeOf("> /summary"), "no_command"],
    ["an edit", anEnvelopeOf("/summary", { action: "edited" }), "action_does_not_trigger"],
    ["a deletion", anEnvelopeOf("/summary", { action: "deleted" }), "action_does_not_trigger"],
    ["an unknown command", anEnvelopeOf("/deploy-to-the-moon"), "no_employee"],
  ])("%s", async (_what, envelope, reason) => {
    expect(await dispatchEvent(envelope, ports)).toEqual({ kind: "ignored", reason });
    expect(ports.jobs.all()).toEqual([]);
    expect(ports.reader.asked).toEqual([]);
  });

  test("a repository that is not enabled", async () => {
    ports.policy = aPolicy({ repositories: { allow: ["octo-demo/other"] } });
    const outcome = await dispatchEvent(anEnvelopeOf("/summary"), ports);
    expect(outcome).toEqual({ kind: "ignored", reason: "repository_not_allowed" });
  });

  test("a command that is switched off", async () => {
    ports.policy = aPolicy({ rollout: { default: "off", canary_percentage: 0, rules: [] } });
    const outcome = await dispatchEvent(anEnvelopeOf("/summary"), ports);
    expect(outcome).toEqual({ kind: "ignored", reason: "no_employee" });
  });
});

describe("an allowed bot", () => {
  const sender = { login: "renovate[bot]", id: 2, type: "Bot" };

  test("may give commands, with the permission that the list grants", async () => {
    ports.policy = aPolicy({ bots: { allow: ["renovate[bot]"] } });
    await dispatchEvent(anEnvelope({ sender }), ports);
    expect(ports.jobs.all()).toMatchObject([{ state: "DISPATCHED", refusals: [] }]);
  });

  test("is refused with the reason if that permission is too low", async () => {
    ports.policy = aPolicy({ bots: { allow: [{ login: "renovate[bot]", permission: "read" }] } });
    await dispatchEvent(anEnvelope({ sender }), ports);
    expect(ports.jobs.all()).toMatchObject([{ refusals: [{ code: "permission" }] }]);
  });
});

test("an edit is a request of its editor if edits are handled (case 6)", async () => {
  ports.policy = aPolicy({ triggers: ["edited"] });
  const sender = { login: "stranger", id: 3, type: "User" };
  await dispatchEvent(anEnvelopeOf("/summary", { action: "edited", sender }), ports);
  expect(ports.jobs.all()).toMatchObject([{ refusals: [{ code: "permission" }] }]);
});

test("case 7: deleting a dispatched comment does not change its job", async () => {
  await dispatchEvent(anEnvelopeOf("/summary"), ports);
  const before = ports.jobs.all();
  await dispatchEvent(anEnvelopeOf("/summary", { action: "deleted", delivery_id: "d-2" }), ports);
  expect(ports.jobs.all()).toEqual(before);
});
