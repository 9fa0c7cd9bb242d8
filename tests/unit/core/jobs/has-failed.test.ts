import { describe, expect, test } from "@jest/globals";
import { hasFailed, untoldReason } from "../../../../core/jobs/has-failed.ts";
import { jobStates, statesThatMayBeFailures } from "../../../../core/jobs/job-state.ts";
import { aJob } from "../../../fakes/records/job.ts";

const lastEvent = (actor: string, reason: string) => ({ ...aJob({}).last_event, actor, reason });

describe("a job failed", () => {
  test.each([
    ["WORKER_FAILED", null],
    ["NOTIFIED", "failed"],
    ["NOTIFIED", null],
  ] as const)("that is %s with the outcome %s", (state, outcome) => {
    expect(hasFailed(aJob({ state, outcome }))).toBe(true);
  });

  test("whose failure could not be posted on the pull request", () => {
    const last_event = lastEvent("publish-failure", untoldReason("github_refused, after timeout"));

    expect(hasFailed(aJob({ state: "CANCELLED", outcome: "failed", last_event }))).toBe(true);
  });
});

describe("a job did not fail", () => {
  test.each([
    ["NOTIFIED", "answered"],
    ["NOTIFIED", "unavailable"],
    ["REFUSED", null],
    ["SUPERSEDED", null],
    ["IGNORED", null],
    ["WORKER_RUNNING", null],
  ] as const)("that is %s with the outcome %s", (state, outcome) => {
    expect(hasFailed(aJob({ state, outcome }))).toBe(false);
  });

  test.each([
    ["github:octocat", "/cancel", null],
    ["operator:ada", "not needed", null],
    ["github:octocat", "/cancel", "failed"],
    ["acknowledge-job", "comment_deleted", null],
  ] as const)("that %s cancelled (%s)", (actor, reason, outcome) => {
    const last_event = lastEvent(actor, reason);

    expect(hasFailed(aJob({ state: "CANCELLED", outcome, last_event }))).toBe(false);
  });
});

test("only jobs in these states can have failed", () => {
  const last_event = lastEvent("publish-failure", untoldReason("timeout"));
  const failed = jobStates.filter((state) => hasFailed(aJob({ state, outcome: "failed", last_event })));

  expect(failed.toSorted()).toEqual(statesThatMayBeFailures.toSorted());
});
