import { beforeEach, describe, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { crashingPorts } from "../../../fakes/crash.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelope, anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { aCommentWebhook, aReviewWebhook } from "../../../fakes/records/webhook.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
  ports.policy = aPolicy({ triggers: ["created", "submitted", "edited"] });
});

/** Sets the comment on GitHub, whatever the payload says. */
function live(body: string | null, author = "octavia", id = 9001): void {
  ports.reader.repository.comments[id] = body === null ? null : { author, body };
}

const passGracePeriod = () => ports.clock.advance(30_000);
const thrownBy = (promise: Promise<unknown>) => promise.catch((thrown: unknown) => thrown);
const commands = () => ports.jobs.all().map(({ job_id, command }) => [job_id.slice(27), command.text]);
const ignored = (reason: string) => ({ kind: "ignored", reason });

describe("a command that is not in its comment", () => {
  test.each([
    ["the comment is deleted", null, "octavia", "comment_deleted"],
    ["the line is gone", "thanks", "octavia", "comment_changed"],
    ["the command is another", "/security now", "octavia", "comment_changed"],
    ["its arguments are others", "/summary of that", "octavia", "comment_changed"],
    ["it is quoted now", "> /summary", "octavia", "comment_changed"],
    ["another user wrote the comment", "/summary", "mallory", "comment_of_another"],
  ])("does not run: %s", async (_what, body, author, reason) => {
    live(body, author);
    passGracePeriod();
    const envelope = anEnvelopeOf("/summary");
    expect(await dispatchEvent(envelope, ports)).toEqual(ignored(reason));
    expect(ports.jobs.all()).toEqual([]);
    // The intent is dispatched: no later delivery of it runs anything.
    expect(await ports.intents.claim(envelope.intent_key, "another")).toMatchObject({
      kind: "dispatched",
      job_ids: [],
    });
  });

  test.each(["pull_request_review_comment", "pull_request_review"] as const)(
    "does not run in a %s either",
    async (event_type) => {
      const id = event_type === "pull_request_review" ? 8001 : 9001;
      live("never mind", "octavia", id);
      const payload = id === 8001 ? aReviewWebhook() : aCommentWebhook();
      const action = id === 8001 ? "submitted" : "created";
      const envelope = anEnvelope({
        event_type,
        action,
        comment_id: id,
        payload_ref: { kind: "inline", payload },
      });
      expect(await dispatchEvent(envelope, ports)).toEqual(ignored("comment_changed"));
    },
  );

  test("that no employee has is not looked for", async () => {
    live(null);
    expect(await dispatchEvent(anEnvelopeOf("/deploy-to-the-moon"), ports)).toEqual(ignored("no_employee"));
    expect(ports.reader.asked).toEqual([]);
  });
});

describe("a comment that was edited later", () => {
  test.each([
    ["has a text around it", "Please:\n\n/summary of it\n\nThanks!"],
    ["has white space at the end of the line", "/summary of it  \r\n"],
    ["has a name in another case", "/Summary of it"],
    ["has another command before it", "/help\n/summary of it"],
  ])("still runs if the command %s", async (_what, body) => {
    live(body);
    expect(await dispatchEvent(anEnvelopeOf("/summary of it"), ports)).toMatchObject({ kind: "dispatched" });
    expect(commands()).toEqual([["summary", "of it"]]);
  });

  test("runs the remaining commands; the jobs keep their numbers", async () => {
    live("/security b\n/help");
    const outcome = await dispatchEvent(anEnvelopeOf("/security a\n/summary\n/security b"), ports);
    expect(commands()).toEqual([["security-2", "b"]]);
    expect(outcome).toEqual({
      kind: "dispatched",
      job_ids: [expect.stringMatching(/^[a-z2-7]{26}-security-2$/)],
    });
  });

  test("runs a command as often as the comment has it, not as often as the payload", async () => {
    live("/security a\n/security a");
    await dispatchEvent(anEnvelopeOf("/security a\n/security a\n/security a"), ports);
    expect(commands()).toEqual([
      ["security", "a"],
      ["security-2", "a"],
    ]);
  });
});

describe("the author", () => {
  const mallory = { login: "mallory", id: 66, type: "User" };
  const forged = (change: object) =>
    anEnvelope({
      payload_ref: { kind: "inline", payload: aCommentWebhook({ author: "octavia" }) },
      ...change,
    });

  test("may have a login in another case", async () => {
    live("/summary", "Octavia");
    expect(await dispatchEvent(anEnvelopeOf("/summary"), ports)).toMatchObject({ kind: "dispatched" });
  });

  test("must be the sender of a new comment", async () => {
    live("/summary", "mallory");
    expect(await dispatchEvent(anEnvelope(), ports)).toEqual(ignored("comment_of_another"));
    live("/summary", "octavia");
    const other = forged({ sender: mallory, comment_id: 9002 });
    expect(await dispatchEvent(other, ports)).toEqual(ignored("comment_of_another"));
  });

  test("need not be the sender of an edit, but must be the payload's author", async () => {
    live("/summary", "octavia");
    const edit = { action: "edited", sender: mallory };
    const outcome = await dispatchEvent(anEnvelopeOf("/summary", edit), ports);
    expect(outcome).toMatchObject({ kind: "dispatched" });
    live("/summary", "wendy");
    const another = await dispatchEvent(anEnvelopeOf("/summary", { ...edit, pr_number: 8 }), ports);
    expect(another).toEqual(ignored("comment_of_another"));
  });
});

describe("what GitHub may not show yet", () => {
  test.each([
    ["a new comment that GitHub does not show", "created", null],
    ["an edited comment that GitHub does not show", "edited", null],
    ["an edit that GitHub does not show", "edited", "as it was before"],
  ] as const)("%s is looked for again, for half a minute", async (_what, action, body) => {
    live(body);
    const envelope = anEnvelopeOf("/summary", { action });
    ports.clock.advance(29_999);
    const error = await thrownBy(dispatchEvent(envelope, ports));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: "comment_unsettled" });
    expect(ports.jobs.all()).toEqual([]);

    live("/summary");
    expect(await dispatchEvent(envelope, ports)).toMatchObject({ kind: "dispatched" });
  });

  test.each([
    [null, "comment_deleted"],
    ["as it was before", "comment_changed"],
  ])("%j after an edit is accepted after it", async (body, reason) => {
    live(body);
    passGracePeriod();
    expect(await dispatchEvent(anEnvelopeOf("/summary", { action: "edited" }), ports)).toEqual(
      ignored(reason),
    );
  });

  test.each([
    ["a new comment's other text", "created", "thanks", "octavia", "comment_changed"],
    ["another author", "created", "/summary", "mallory", "comment_of_another"],
    ["another author of an edited comment", "edited", "/summary", "mallory", "comment_of_another"],
  ] as const)("%s is believed at once: no copy of GitHub's can be older", async (...given) => {
    const [, action, body, author, reason] = given;
    live(body, author);
    expect(await dispatchEvent(anEnvelopeOf("/summary", { action }), ports)).toEqual(ignored(reason));
  });

  test("an unavailable GitHub does not mean a deleted comment", async () => {
    ports.reader.fail(new RetryableError("github_failed", "GitHub failed"));
    passGracePeriod();
    await expect(dispatchEvent(anEnvelopeOf("/summary"), ports)).rejects.toMatchObject({
      code: "github_failed",
    });
  });

  test("a GitHub that refuses the App does not either: the delivery fails, without a job", async () => {
    const refused = new PermanentError("github_refused", "GitHub refused the App");
    ports.reader.fail(refused);
    await expect(dispatchEvent(anEnvelopeOf("/summary"), ports)).rejects.toBe(refused);
    expect(ports.jobs.all()).toEqual([]);
  });
});

describe("a job of an earlier attempt whose command was removed since", () => {
  const envelope = anEnvelopeOf("/security a\n/security b");

  test.each(["before", "after"] as const)(
    "continues: no job is left unfinished (crash %s the second)",
    async (when) => {
      // The first call of the table creates job 1, the fourth one creates job 2.
      const crashing = crashingPorts(ports, ["jobs"], { at: 4, when }).ports;
      await expect(dispatchEvent(envelope, crashing)).rejects.toMatchObject({ name: "Crash" });
      live("never mind");

      const outcome = await dispatchEvent(envelope, ports);

      const created = when === "before" ? ["security"] : ["security", "security-2"];
      expect(commands().map(([name]) => name)).toEqual(created);
      expect(outcome).toMatchObject({ kind: "dispatched", job_ids: { length: created.length } });
      expect(ports.jobs.all().map(({ state }) => state)).toEqual(created.map(() => "DISPATCHED"));
      expect(ports.workflow.executions.size).toBe(created.length);
    },
  );
});

describe("the repository's id", () => {
  test("that GitHub does not know creates no second intent of a command", async () => {
    await dispatchEvent(anEnvelopeOf("/summary"), ports);
    const payload = { ...aCommentWebhook(), repository: { id: 78, full_name: "octo-demo/payments" } };
    const forged = anEnvelope({
      delivery_id: "d-2",
      repo_id: 78,
      payload_ref: { kind: "inline", payload },
    });

    await dispatchEvent(forged, ports);

    const [, second] = ports.jobs.all();
    expect(second).toMatchObject({ state: "CANCELLED", last_event: { reason: "repository_mismatch" } });
    expect(ports.workflow.executions.size).toBe(1);
  });
});
