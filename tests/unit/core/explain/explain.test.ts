import { beforeEach, describe, expect, test } from "@jest/globals";
import { readCommandRequest } from "../../../../core/deliveries/command-request.ts";
import type { WebhookPayload } from "../../../../core/deliveries/webhook.schema.ts";
import { RetryableError, UnclearError } from "../../../../core/errors.ts";
import { explain } from "../../../../core/explain/explain.ts";
import type { Explanation } from "../../../../core/explain/explanation.ts";
import { limitRollout } from "../../../../core/routing/stage-rollout.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { anEnvelope, anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

async function explained(
  text: string,
  change: Parameters<typeof anEnvelopeOf>[1] = {},
): Promise<Explanation> {
  const envelope = anEnvelopeOf(text, change);
  const { payload } = envelope.payload_ref as { payload: WebhookPayload };
  ports.isWebhookPayload(payload);
  return explain(envelope, await readCommandRequest(envelope, payload, ports.reader), ports);
}

const told = (steps: Explanation["steps"]) => steps.map(({ verdict, text }) => `${verdict}: ${text}`);

test("every passed check is shown, and the job that would start", async () => {
  const { steps, commands, decision, rollout } = await explained("/summary");
  expect(told(steps)).toEqual([
    "yes: octavia is allowed to give commands.",
    "yes: The repository `octo-demo/payments` is enabled.",
    "yes: The event type `issue_comment.created` is handled.",
    "yes: Found a command: `/summary`.",
  ]);
  expect(commands.map(({ name, line, steps: found }) => [name, line, ...told(found)])).toEqual([
    [
      "summary",
      1,
      "yes: The command is live: default of the deployed rollout.",
      "yes: No rule matches: `/summary` is handled by `summary`.",
    ],
  ]);
  const [job] = commands[0]?.jobs ?? [];
  expect(job).toMatchObject({ employee: "summary", fate: "starts", held: "write", known: null });
  expect(told(job?.steps ?? [])).toEqual(["yes: octavia has the required **write** permission."]);
  expect(decision).toEqual({ kind: "dispatched", job_ids: [job?.job_id] });
  expect(rollout).toBe(0);
});

test("an unclear refusal is explained with its final result", async () => {
  const error = new UnclearError("github_refused", "GitHub refused (HTTP 403)");
  ports.reader.permissionOf = () => Promise.reject(error);
  const { commands } = await explained("/summary");
  expect(commands[0]?.jobs).toMatchObject([{ fate: "is_cancelled", steps: [{ check: "github_refused" }] }]);
  ports.reader.fail(error);
  expect((await explained("/summary")).decision).toEqual({ kind: "failed", reason: "github_refused" });
});

test("a stage that starts in shadow is shown as the reason", async () => {
  ports.rollout = async (built) => ({ policy: limitRollout(built, "shadow"), version: 0, limit: "shadow" });
  const { commands } = await explained("/summary");
  expect(told(commands[0]?.steps ?? [])[0]).toBe(
    "no: The command is in shadow (recorded, nothing posted): default of the deployed rollout. " +
      "This stage starts with `rolloutMode: shadow` until an operator changes the rollout.",
  );
});

test("every failed check is shown, the first is the reason, and GitHub is not called", async () => {
  ports.policy = aPolicy({ repositories: { allow: ["octo-demo/other"] } });
  const sender = { login: "renovate[bot]", id: 2, type: "Bot" };
  const { steps, decision } = await explained("talk", { sender, action: "edited" });
  expect(steps.map(({ check, verdict }) => [check, verdict])).toEqual([
    ["bot", "no"],
    ["repository_not_allowed", "no"],
    ["action_does_not_trigger", "no"],
    ["no_command", "no"],
  ]);
  expect(decision).toEqual({ kind: "ignored", reason: "bot" });
  expect(ports.reader.asked).toEqual([]);
});

test("an event without a text is explained", async () => {
  const envelope = anEnvelope({ event_type: "pull_request", action: "closed", comment_id: null });
  expect(await explain(envelope, null, ports)).toMatchObject({
    decision: { kind: "ignored", reason: "no_text" },
    steps: [{ check: "no_text", verdict: "no" }],
  });
});

test("a line that only looks like a command is shown", async () => {
  const { steps, decision } = await explained("thanks\n> /summary");
  expect(decision).toEqual({ kind: "ignored", reason: "no_command" });
  expect(told(steps).at(-1)).toBe("note: Line 2 mentions `/summary` but is not a command: it is in a quote.");
});

describe("a command", () => {
  test("is shown with each routing rule and what does not apply", async () => {
    ports.policy = aPolicy({
      rules: [
        { name: "release", when: { base_branches: ["release/*"] }, employees: ["security"] },
        { name: "both", when: { commands: ["review"] }, employees: ["security", "summary"] },
      ],
    });
    const [command] = (await explained("/review")).commands;
    expect(told(command?.steps.slice(1) ?? [])).toEqual([
      'note: Rule "release" does not apply: base_branches differ.',
      'yes: Rule "both" matches.',
    ]);
    expect(command?.jobs.map(({ employee }) => employee)).toEqual(["security", "summary"]);
  });

  test("that is switched off is shown with the rollout's version and rule", async () => {
    const rules = [{ when: { commands: ["summary"] }, mode: "off" as const }];
    ports.rollout = async () => ({
      policy: { default: "active", canary_percentage: 0, rules },
      version: 12,
    });
    const { commands, decision, rollout } = await explained("/summary");
    expect(told(commands[0]?.steps ?? [])).toEqual([
      "no: The command is switched off: rule 1 of version 12 of the rollout.",
    ]);
    expect([decision, rollout]).toEqual([{ kind: "ignored", reason: "no_employee" }, 12]);
  });

  test("outside a canary is shown with the canary's percentage", async () => {
    ports.policy = aPolicy({ rollout: { default: "canary", canary_percentage: 0, rules: [] } });
    const [command] = (await explained("/summary")).commands;
    expect(told(command?.steps ?? [])[0]).toBe(
      "no: The command is in shadow (recorded, nothing posted): default of the deployed rollout, a canary of 0 % of the requests.",
    );
    expect(command?.jobs[0]?.fate).toBe("stays_in_shadow");
  });

  test.each([
    ["/sumary", "no: There is no command `/sumary`. Did you mean `/summary`? `/help` lists them all."],
    ["/deploy-it", "no: No employee has this command or a similar one."],
    ["/ok-to-run 5c1d7a0", "no: This approval is not valid."],
  ])("without an employee: %s", async (text, why) => {
    const [command] = (await explained(text)).commands;
    expect(told(command?.steps ?? [])[1]).toBe(why);
  });

  test("that approves the commit of a fork starts no job", async () => {
    ports.reader.repository.pull.from_fork = true;
    const [command] = (await explained(`/ok-to-run ${headSha}`)).commands;
    expect(told(command?.steps ?? [])[1]).toBe(
      "note: This is an approval: it is checked when a command is given, and starts no job.",
    );
    expect(command?.jobs).toEqual([]);
  });

  test("that is no longer in the comment is skipped", async () => {
    ports.reader.repository.comments[9001] = { author: "octavia", body: "never mind" };
    const { commands, decision } = await explained("/summary");
    expect(commands[0]?.jobs).toMatchObject([
      { fate: "is_left_out", steps: [{ check: "comment_changed", verdict: "no" }] },
    ]);
    expect(decision).toEqual({ kind: "ignored", reason: "comment_changed" });
  });
});

describe("a job", () => {
  test("is shown with every unmet condition", async () => {
    ports.roster = [anEmployee({ arguments: { type: "object", properties: {} } })];
    const errors = [{ instancePath: "", keyword: "required", params: { missingProperty: "depth" } }];
    ports.argumentValidators.summary = Object.assign(() => false, { errors }) as never;
    ports.reader.repository.permissions = { octavia: "read" };
    ports.reader.repository.pull.from_fork = true;
    const [job] = (await explained("/summary")).commands[0]?.jobs ?? [];
    expect(job?.fate).toBe("is_refused");
    expect(job?.steps.map(({ check, verdict }) => [check, verdict])).toEqual([
      ["arguments", "no"],
      ["permission", "no"],
      ["fork_not_approved", "no"],
    ]);
  });

  test("on a fork is shown with the approval of the commit", async () => {
    const { repository } = ports.reader;
    repository.pull.from_fork = true;
    repository.permissions.wendy = "write";
    repository.thread = [
      { author: "wendy", body: `/ok-to-run ${headSha}`, created_at: "2026-11-23T08:00:00Z" },
    ];
    const [job] = (await explained("/summary")).commands[0]?.jobs ?? [];
    expect(told(job?.steps ?? [])).toContain("yes: This commit of the fork is approved.");
  });

  test("that exists is shown with its state and refusals", async () => {
    ports.reader.repository.permissions = { octavia: "read" };
    await dispatchEvent(anEnvelopeOf("/summary"), ports);
    ports.reader.repository.permissions = { octavia: "write" };
    const [job] = (await explained("/summary")).commands[0]?.jobs ?? [];
    expect(job).toMatchObject({ fate: "is_known", known: { state: "DISPATCHED", attempt: 1 } });
    expect(told(job?.steps ?? [])).toEqual([
      expect.stringMatching(/^no: .* needs \*\*write\*\* permission/),
      "note: Already handled: its job is DISPATCHED, attempt 1. The same request runs nothing new.",
    ]);
  });
});

test("a failing GitHub makes the explanation fail", async () => {
  ports.reader.fail(new RetryableError("github_unavailable", "down"));
  await expect(explained("/summary")).rejects.toThrow("down");
});
