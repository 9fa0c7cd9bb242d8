import { beforeEach, expect, test } from "@jest/globals";
import { isApproved } from "../../../../core/authority/approvals.ts";
import { findWithdrawal } from "../../../../core/authority/live-comment.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const timesAsked = () => ports.reader.asked.filter((method) => method === "appLogin").length;

test("a mention starts the same job as a slash", async () => {
  await dispatchEvent(anEnvelopeOf("@pr-automation security look"), ports);
  await dispatchEvent(anEnvelopeOf("/security look", { comment_id: 9002 }), ports);
  const [mention, slash] = ports.jobs.all();
  expect(mention).toMatchObject({ employee: "security", state: "DISPATCHED", command: slash?.command });
});

test("several lines of both forms are several jobs", async () => {
  await dispatchEvent(anEnvelopeOf("@PR-Automation[bot] summary\n/summary\n\n@alice summary"), ports);
  expect(ports.jobs.all().map(({ command }) => command.name)).toEqual(["summary", "summary"]);
});

test.each(["@pr-automation thanks a lot", "@pr-automation please review this", "@alice security"])(
  "%s does nothing",
  async (body) => {
    expect(await dispatchEvent(anEnvelopeOf(body), ports)).toMatchObject({ kind: "ignored" });
    expect(ports.jobs.all()).toEqual([]);
  },
);

test("a hint to a mention shows mentions", async () => {
  await dispatchEvent(anEnvelopeOf("@pr-automation sumary"), ports);
  const message =
    "There is no command `@pr-automation sumary`. Did you mean `@pr-automation summary`? " +
    "`@pr-automation help` lists them all.";
  expect(ports.jobs.all()[0]?.refusals).toEqual([{ code: "unknown_command", message }]);
});

test("the App's login is asked for only if a line starts with a mention", async () => {
  await dispatchEvent(anEnvelopeOf("/summary\n\nThanks to a@example.com and @alice today"), ports);
  expect(timesAsked()).toBe(0);
  await dispatchEvent(anEnvelopeOf("@alice look", { comment_id: 9002 }), ports);
  expect(timesAsked()).toBe(1);
});

test("while GitHub does not tell the login, the delivery waits and is not ignored", async () => {
  ports.reader.fail(new RetryableError("github_failed", "GitHub failed (HTTP 502)"));
  await expect(dispatchEvent(anEnvelopeOf("@pr-automation summary"), ports)).rejects.toMatchObject({
    code: "github_failed",
  });
  ports.reader.fail(null);
  await dispatchEvent(anEnvelopeOf("@pr-automation summary"), ports);
  expect(ports.jobs.all()).toHaveLength(1);
});

test("an edit from one form to the other keeps the command", async () => {
  ports.reader.repository.comments[9001] = { author: "octavia", body: "@pr-automation summary" };
  await dispatchEvent(anEnvelopeOf("/summary"), ports);
  const [job] = ports.jobs.all();
  if (!job) throw new Error("There is no job");
  expect(await findWithdrawal(job, ports)).toBeNull();
  ports.reader.repository.comments[9001] = { author: "octavia", body: "@pr-automation, summary" };
  ports.clock.advance(30_000);
  expect(await findWithdrawal(job, ports)).toBe("comment_changed");
});

test("a mention approves a commit of a fork", async () => {
  const said = (body: string) => ({ author: "octavia", body, created_at: "2026-11-23T09:00:00Z" });
  ports.reader.repository.thread = [said(`@pr-automation ok-to-run ${headSha}`)];
  expect(await isApproved(aJob(), headSha, ports)).toBe(true);
  ports.reader.repository.thread = [said(`> @pr-automation ok-to-run ${headSha}`)];
  expect(await isApproved(aJob(), headSha, ports)).toBe(false);
  ports.reader.repository.thread = [said(`@another ok-to-run ${headSha}`)];
  expect(await isApproved(aJob(), headSha, ports)).toBe(false);
});
