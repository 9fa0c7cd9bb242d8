import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Runner } from "../../../core/employees/runner.ts";
import { PermanentError } from "../../../core/errors.ts";
import { roster } from "../../../core/generated/roster.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { startTestService, type TestPullRequest, type TestService } from "../../fakes/test-service.ts";

const answer: Awaited<ReturnType<Runner>> = { outcome: "answered", markdown: "All good.", usage: null };
let service: TestService;
let pull: TestPullRequest;
let number = 900;
let model: () => ReturnType<Runner>;
let worked = 0;
/** Lets a running employee continue. */
let release = () => {};

beforeAll(async () => {
  service = await startTestService({
    roster,
    model: () => {
      worked += 1;
      return model();
    },
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  worked = 0;
  model = async () => answer;
});

afterEach(() => release());

afterAll(() => service.stop());

async function jobOf(employee: string): Promise<Job> {
  const job = (await service.jobs()).findLast((one) => one.pr_number === number && one.employee === employee);
  if (!job) throw new Error(`There is no job of ${employee}`);
  return job;
}

const answerOf = async (employee: string) => {
  const { comment } = await jobOf(employee);
  return pull.answers().find(({ id }) => id === comment?.id)?.body ?? "";
};

/** Starts a job whose employee runs until the test releases it. */
async function atWork(): Promise<void> {
  const started = new Promise<void>((start) => {
    model = () => {
      start();
      return new Promise((resolve) => {
        release = () => resolve(answer);
      });
    };
  });
  await pull.comment("octavia", "/security look");
  await service.dispatch();
  await started;
}

describe("/cancel", () => {
  test("cancels the running job, whose answer is never posted, and says so", async () => {
    await atWork();
    await pull.comment("wendy", "/cancel");
    await service.dispatch();
    expect(await jobOf("security")).toMatchObject({
      state: "CANCELLED",
      last_event: { actor: "github:wendy", reason: `/cancel ${(await jobOf("cancel")).job_id}` },
    });
    release();
    await service.settle();
    expect(await jobOf("cancel")).toMatchObject({ state: "NOTIFIED", order: { result: "done" } });
    expect(await answerOf("cancel")).toContain(
      `The job \`${(await jobOf("security")).job_id}\` is cancelled and will make no further changes.`,
    );
    expect(await answerOf("security")).not.toContain("All good.");
  });

  test("cancels nothing for a user without permission", async () => {
    await atWork();
    await pull.comment("rita", "/cancel");
    await service.dispatch();
    expect((await jobOf("security")).state).toBe("WORKER_RUNNING");
    release();
    await service.settle();
    expect(await answerOf("cancel")).toContain("`/cancel` needs **write** permission");
    expect(await answerOf("security")).toContain("All good.");
  });

  test("does not reach jobs of another pull request", async () => {
    await atWork();
    const { job_id } = await jobOf("security");
    const other = service.pull(number * 10);
    await other.comment("octavia", `/cancel ${job_id}`);
    await other.comment("octavia", "/cancel");
    await service.dispatch();
    expect((await jobOf("security")).state).toBe("WORKER_RUNNING");
    release();
    await service.settle();
    expect(other.answers().map(({ body }) => body)).toEqual([
      expect.stringContaining("No matching job on this pull request is running."),
      expect.stringContaining("No matching job on this pull request is running."),
    ]);
  });
});

describe("/retry", () => {
  test("retries the newest failed job, which then answers in its own comment", async () => {
    model = async () => {
      throw new PermanentError("model_refused", "no");
    };
    await pull.comment("octavia", "/security look");
    await service.settle();
    const comment = (await jobOf("security")).comment?.id;
    model = async () => answer;
    await pull.comment("wendy", "/retry security");
    await service.settle();
    expect(await jobOf("security")).toMatchObject({
      ...{ state: "NOTIFIED", outcome: "answered", attempt: 2 },
      comment: { id: comment },
    });
    expect(await answerOf("security")).toContain("All good.");
    expect(await answerOf("retry")).toContain("is being retried.");
    expect(worked).toBe(2);
  });

  test("finds nothing if all jobs are answered", async () => {
    await pull.comment("octavia", "/security look");
    await service.settle();
    await pull.comment("octavia", "/retry");
    await service.settle();
    expect(await answerOf("retry")).toContain(
      "No matching job on this pull request ended without an answer.",
    );
    await pull.comment("octavia", `/retry ${(await jobOf("security")).job_id}`);
    await service.settle();
    expect(await answerOf("retry")).toContain("was answered. Ask again in a new comment.");
    expect(worked).toBe(1);
  });
});
