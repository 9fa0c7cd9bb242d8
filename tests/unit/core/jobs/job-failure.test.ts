import { describe, expect, test } from "@jest/globals";
import {
  failureCode,
  hasFailed,
  runLimits,
  unreportedReason,
  workflowFailureName,
} from "../../../../core/jobs/job-failure.ts";
import { jobStates, statesThatMayBeFailures } from "../../../../core/jobs/job-state.ts";
import { aJob } from "../../../fakes/records/job.ts";

const lambda = (errorMessage: string) =>
  JSON.stringify({ errorType: "PermanentError", errorMessage, trace: [] });

test.each([
  ["PermanentError", lambda("[payload_gone] The object is gone"), "payload_gone"],
  ["RetryableError", lambda("[github_failed] GitHub failed (HTTP 502)"), "github_failed"],
  ["States.Timeout", undefined, "timeout"],
  ["States.Timeout", "[payload_gone] x", "timeout"],
  ["Sandbox.Timedout", lambda("Task timed out after 3.00 seconds"), "timeout"],
  ["States.HeartbeatTimeout", "", "heartbeat_lost"],
  ["OutOfTimeError", lambda("[timeout] The function ran out of time"), "timeout"],
  ["Runtime.ExitError", lambda("RequestId: 1 Error: Runtime exited"), "function_crashed"],
  ["Runtime.OutOfMemory", lambda("RequestId: 1 Error: Runtime exited"), "function_crashed"],
  ["Lambda.Unknown", 'Returned payload: {"errorMessage":"1 Error: Runtime exited"}', "function_crashed"],
  ["Lambda.Unknown", 'Returned payload: {"errorMessage":"1 Task timed out after 3.00 s"}', "timeout"],
  ["workflow_timed_out", "The job's record has the reason", "workflow_timed_out"],
  ["workflow_<b>", undefined, "unexpected_error"],
  ["TypeError", undefined, "unexpected_error"],
  ["TypeError", lambda("[NOT A CODE] x"), "unexpected_error"],
  ["TypeError", lambda("x is not a function at list[0] of [items] here"), "unexpected_error"],
])("the code of %s with %j is %s", (name, cause, code) => {
  expect(failureCode(cause === undefined ? { Error: name } : { Error: name, Cause: cause })).toBe(code);
});

const running = aJob({ state: "WORKER_RUNNING", callback: "c".repeat(64) });
const failed = (reason: string) =>
  aJob({ ...running, state: "WORKER_FAILED", last_event: { ...running.last_event, reason } });
test.each([
  ["that waits for its run outside", running, "employee_timeout"],
  ["whose failure is recorded", failed("employee_timeout"), "employee_timeout"],
  ["that runs in this account", { ...running, callback: null }, "timeout"],
  ["of an earlier version", { ...running, callback: undefined }, "timeout"],
  ["whose next attempt has not started its run", { ...running, state: "DISPATCHED" as const }, "timeout"],
  ["that failed otherwise", failed("timeout"), "timeout"],
])("the time limit of a job %s", (_which, job, code) => {
  expect(failureCode({ Error: "States.Timeout" }, job as typeof running)).toBe(code);
  expect(failureCode({ Error: "PermanentError", Cause: lambda("[payload_gone] x") }, running)).toBe(
    "payload_gone",
  );
});

test.each([
  [undefined, "heartbeat_lost"],
  [runLimits(300, 60), "heartbeat_lost"],
  [runLimits(300, 300), "employee_timeout"],
  [runLimits(300, 3_600), "employee_timeout"],
])("silence with the limits %j is %s", (limits, code) => {
  expect(failureCode({ Error: "States.HeartbeatTimeout" }, running, limits)).toBe(code);
  expect(limits?.heartbeat_seconds ?? 0).toBeLessThan(300);
});

test("the error of a workflow run that ended names its conclusion", () => {
  expect(workflowFailureName("failure")).toBe("workflow_failure");
  expect(workflowFailureName("startup_failure")).toBe("workflow_startup_failure");
  expect(workflowFailureName("a `new` one")).toBe("workflow_unknown");
});

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
    const last_event = lastEvent("publish-failure", unreportedReason("github_refused, after timeout"));

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
  const last_event = lastEvent("publish-failure", unreportedReason("timeout"));
  const failed = jobStates.filter((state) => hasFailed(aJob({ state, outcome: "failed", last_event })));

  expect(failed.toSorted()).toEqual(statesThatMayBeFailures.toSorted());
});
