import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

const pushed = "5c1d7a0000000000000000000000000000000002";
/** After all jobs of these tests were asked for. */
const closedAt = "2026-11-23T09:30:00Z";
let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
  ports.clock.advance(60 * 60_000);
  ports.roster = [
    anEmployee({ name: "security", commands: ["security"], on_push: "cancel" }),
    anEmployee({ name: "docs", commands: ["docs"], on_push: "keep" }),
  ];
});

const template = anEnvelope();
const place = { repo_id: template.repo_id, pr_number: template.pr_number, repo: template.repo };

async function running(job_id: string, change: Partial<Job> = {}): Promise<Job> {
  const source = { kind: "issue_comment", id: 1, created_at: "2026-11-23T09:00:00Z" } as const;
  const command = { name: "security", text: "", arguments: {} };
  const fields = { state: "WORKER_RUNNING", employee: "security", head_sha: headSha, ...place } as const;
  const job = ports.jobs.put(aJob({ ...fields, job_id, source, command, ...change }));
  await ports.workflow.start(executionName(job_id, job.attempt), { job_id, attempt: job.attempt });
  return job;
}

function event(action: "closed" | "synchronize", { head = pushed, age = 60_000 } = {}) {
  const received_at = new Date(ports.clock() - age).toISOString();
  const pull_request = { number: place.pr_number, head: { sha: head } };
  const repository = { id: place.repo_id, full_name: place.repo };
  const payload = { action, repository, sender: template.sender, pull_request };
  return anEnvelope({
    ...{ event_type: "pull_request", action, comment_id: null, received_at },
    payload_ref: { kind: "inline", payload },
  });
}

const close = () => {
  ports.reader.repository.pull.closed_at = closedAt;
};
const push = () => {
  ports.reader.repository.pull.head_sha = pushed;
};
const nothing = { kind: "ignored", reason: "no_jobs" };
const stateOf = async (id: string) => (await ports.jobs.read(id))?.state;

describe("closing a pull request", () => {
  test.each(["RECEIVED", "VALIDATED", "DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED"] as const)(
    "cancels a job that is %s, with its execution",
    async (state) => {
      close();
      await running("a-security", { state });
      expect(await dispatchEvent(event("closed"), ports)).toEqual({
        kind: "applied",
        job_ids: ["a-security"],
      });
      expect(await ports.jobs.read("a-security")).toMatchObject({
        state: "CANCELLED",
        last_event: { actor: "dispatch-event", reason: "pull_request_closed" },
      });
      expect(await ports.workflow.look("a-security-r1")).toBe("failed");
    },
  );

  test("leaves jobs of another pull request, jobs in shadow and commands about jobs", async () => {
    close();
    await running("other-security", { pr_number: 8_888 });
    await running("shadow-security", { mode: "shadow" });
    await running("a-status", { command: { name: "status", text: "", arguments: {} } });
    expect(await dispatchEvent(event("closed"), ports)).toEqual(nothing);
  });

  test("leaves a command that was given or retried after the pull request was closed", async () => {
    close();
    const source = { kind: "issue_comment", id: 2, created_at: "2026-11-23T09:31:00Z" } as const;
    await running("later-security", { source });
    await running("retried-security", { retried_at: "2026-11-23T09:31:00.000Z" });
    expect(await dispatchEvent(event("closed"), ports)).toEqual(nothing);
    expect(await stateOf("later-security")).toBe("WORKER_RUNNING");
  });

  test("does nothing if the event arrives after the pull request was reopened", async () => {
    await running("a-security");
    expect(await dispatchEvent(event("closed"), ports)).toEqual(nothing);
    expect(await stateOf("a-security")).toBe("WORKER_RUNNING");
  });

  test("waits while GitHub may not show it yet", async () => {
    await running("a-security");
    const young = event("closed", { age: 1_000 });
    await expect(dispatchEvent(young, ports)).rejects.toBeInstanceOf(RetryableError);
    close();
    expect(await dispatchEvent(young, ports)).toMatchObject({ kind: "applied" });
  });

  test("asks GitHub nothing if no job is unfinished", async () => {
    await running("a-security", { state: "NOTIFIED" });
    expect(await dispatchEvent(event("closed"), ports)).toEqual(nothing);
    expect(ports.reader.asked).toEqual([]);
  });

  test("is completed by the next delivery after a crash before the execution was stopped", async () => {
    close();
    await running("a-security");
    const { stop } = ports.workflow;
    ports.workflow.stop = () => Promise.reject(new RetryableError("workflow_unavailable", "down"));
    const closed = event("closed");
    await expect(dispatchEvent(closed, ports)).rejects.toBeInstanceOf(RetryableError);
    expect(await stateOf("a-security")).toBe("CANCELLED");
    ports.workflow.stop = stop;
    await dispatchEvent(closed, ports);
    expect(await ports.workflow.look("a-security-r1")).toBe("failed");
  });

  test("tells an employee outside", async () => {
    close();
    const open = { key: "c".repeat(64), job_id: "a-security", attempt: 1, employee: "security" };
    const run = { result_key: "results/r.json", task_token: "token-1", expires_at: closedAt };
    await ports.callbacks.open({ ...open, ...run });
    ports.tokens.waiting.add("token-1");
    await running("a-security", { callback: open.key });
    await dispatchEvent(event("closed"), ports);
    expect(ports.tokens.sent).toEqual(["fail token-1 JobCancelled"]);
    expect(await ports.callbacks.read(open.key)).toMatchObject({ status: "CLOSED" });
    // The execution goes on: it gives the notice.
    expect(await ports.workflow.look("a-security-r1")).toBe("running");
  });
});

describe("a push", () => {
  test("cancels the jobs of an employee that says so", async () => {
    push();
    await running("a-security");
    await running("b-docs", { employee: "docs" });
    expect(await dispatchEvent(event("synchronize"), ports)).toEqual({
      kind: "applied",
      job_ids: ["a-security"],
    });
    expect((await ports.jobs.read("a-security"))?.last_event.reason).toBe("pull_request_pushed");
    expect(await stateOf("b-docs")).toBe("WORKER_RUNNING");
  });

  test("leaves a job for the commit that the branch is at, however late the event of an earlier push arrives", async () => {
    push();
    await running("a-security", { head_sha: pushed });
    expect(await dispatchEvent(event("synchronize", { head: headSha }), ports)).toEqual(nothing);
  });

  test("leaves a job that has no commit yet", async () => {
    push();
    await running("a-security", { state: "RECEIVED", head_sha: null });
    expect(await dispatchEvent(event("synchronize"), ports)).toEqual(nothing);
  });

  test("waits while GitHub may still show the commit before it", async () => {
    await running("a-security");
    const young = event("synchronize", { age: 1_000 });
    await expect(dispatchEvent(young, ports)).rejects.toBeInstanceOf(RetryableError);
    push();
    expect(await dispatchEvent(young, ports)).toMatchObject({ kind: "applied" });
  });

  test("needs no wait if GitHub shows its commit", async () => {
    push();
    await running("a-security", { head_sha: pushed });
    expect(await dispatchEvent(event("synchronize", { age: 1_000 }), ports)).toEqual(nothing);
  });
});
