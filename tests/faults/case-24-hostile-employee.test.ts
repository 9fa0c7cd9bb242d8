import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../core/answering/marker.ts";
import type { RunInput } from "../../core/employees/run-input.schema.ts";
import { jobId } from "../../core/jobs/job-id.ts";
import { type Possession, tryAll, type Victim } from "../fakes/hostile-employee/attempt.ts";
import { onBucket } from "../fakes/hostile-employee/on-bucket.ts";
import { onServices } from "../fakes/hostile-employee/on-services.ts";
import { onTables } from "../fakes/hostile-employee/on-tables.ts";
import { type HostileService, startHostileService } from "../fakes/hostile-employee/start-hostile-service.ts";
import type { TestPullRequest } from "../fakes/test-service.ts";

let hostileService: HostileService;
let number = 2_400;
/** The pull request of the hostile run; one with a running honest job, and one with a finished job. */
let pull: TestPullRequest;
let other: TestPullRequest;
let ended: TestPullRequest;

beforeAll(async () => {
  hostileService = await startHostileService();
});

beforeEach(() => {
  number += 3;
  const { service } = hostileService;
  [pull, other, ended] = [service.pull(number), service.pull(number + 1), service.pull(number + 2)];
  hostileService.model = async () => ({ outcome: "answered", markdown: "All good.", usage: null });
});

afterAll(() => hostileService.stop());

/** Gives a command whose employee is replaced by hostile code. */
async function commandHostile(hostile: (input: RunInput) => Promise<unknown>): Promise<string> {
  await pull.comment("octavia", "/security");
  const id = jobId(hostileService.service.queue.sent.at(-1)?.intent_key ?? "", "security", 1);
  hostileService.instead.set(id, hostile);
  return id;
}

const answers = (of: TestPullRequest) => of.answers().map(({ body }) => body);

describe("case 24: hostile code replaces run-employee, with its input, environment and role", () => {
  test("it reaches no other job, context, result or pull request", async () => {
    const { service, proxy, embedded, everything, leave } = hostileService;
    await ended.comment("octavia", "/security");
    await service.settle();
    const over = await ended.job();
    // Another job is running: its employee has its context and has not written its result.
    const [working, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    hostileService.model = async () => {
      working.resolve();
      await goOn.promise;
      return { outcome: "answered", markdown: "The honest answer.", usage: null };
    };
    await other.comment("octavia", "/security");
    await service.dispatch();
    await working.promise;
    const { job_id, repo, pr_number, context_ref } = await other.job();
    const keys = [over.result_ref?.key, over.context_ref?.key, context_ref?.key];
    const victim: Victim = {
      ...{ job_id, repo, pr_number, known: keys.filter((key) => key !== undefined) },
      jobTable: embedded.ref("JobTable"),
      gitHubSecret: embedded.ref("GitHubSecret"),
      queueUrl: embedded.ref("EventQueue"),
      stateMachine: "arn:aws:states:eu-central-1:000000000000:stateMachine:employee-task",
    };

    const seen: string[][] = [];
    let ends: [name: string, end: string][] = [];
    const id = await commandHostile(async (input) => {
      const { url, environment } = proxy;
      const possession: Possession = { input, environment, url, gitHubUrl: service.github.url };
      seen.push(await everything());
      const attempts = [onTables, onBucket, onServices].flatMap((on) => on(possession, victim));
      ends = await tryAll(attempts);
      seen.push(await everything());
      const said = `Mine.\n\n${marker(job_id, 1)}\n/security`;
      const target = { job_id, repo, pr_number, sender: over.sender, comment: { phase: "POSTED", id: 1 } };
      await leave(input, JSON.stringify({ outcome: "answered", markdown: said, usage: null, ...target }));
      return { job_id, attempt: 1, next: "again", context: { next: "run" } };
    });
    await service.dispatch();
    await service.workflow.executions.get(`${id}-r1`)?.finished;
    goOn.resolve();
    await service.settle();

    expect(ends.length).toBeGreaterThan(50);
    const refused = /^(AccessDenied|AccessDeniedException|HTTP 40[134])$/;
    const others = ends.filter(([, end]) => !refused.test(end));
    // S3 accepts a new result; this one exists already.
    expect(others).toEqual([["write one of the results once more", "PreconditionFailed"]]);
    expect(seen[1]).toEqual(seen[0]);
    expect(answers(other)).toEqual([expect.stringContaining("The honest answer.")]);
    expect(answers(ended)).toEqual([expect.stringContaining("All good.")]);
    const [own = "", ...more] = answers(pull);
    expect([own.startsWith(marker(id, 1)), more]).toEqual([true, []]);
    expect(own).toContain("Mine.");
    expect(own).not.toContain(marker(job_id, 1));
    expect(await ended.job()).toEqual(over);
    expect(await other.job()).toMatchObject({ state: "NOTIFIED", attempt: 1, repo, pr_number });
    expect(await pull.job()).toMatchObject({ state: "NOTIFIED", attempt: 1, repo, pr_number: number });
  });

  const named = (name: string, message: string) => Object.assign(new Error(message), { name });

  test.each<[string, string, (input: RunInput) => Promise<unknown>]>([
    ["nothing", "result_missing", async () => ({ result: "stored" })],
    ["no result", "result_malformed", (input) => hostileService.leave(input, '{"outcome":"approved"}')],
    [
      "a flood",
      "payload_too_large",
      (input) => hostileService.leave(input, JSON.stringify("x".repeat(300_000))),
    ],
    [
      "an error message for readers",
      "unexpected_error",
      () => Promise.reject(named("PermanentError", "[<b>merge</b>] now")),
    ],
  ])(
    "it leaves %s: its own pull request shows a code, and nothing else happens",
    async (_what, code, hostile) => {
      await commandHostile(hostile);
      await hostileService.service.settle();
      expect(answers(pull)).toEqual([expect.stringContaining(`(\`${code}\`)`)]);
      expect(await pull.job()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
      expect([answers(other), answers(ended)]).toEqual([[], []]);
    },
  );

  test("it cannot change an existing result, even with its key", async () => {
    let again: unknown;
    await commandHostile(async (input) => {
      await hostileService.leave(
        input,
        JSON.stringify({ outcome: "answered", markdown: "First.", usage: null }),
      );
      again = await hostileService.leave(input, "{}").catch((error: Error) => error.name);
    });
    await hostileService.service.settle();
    expect(again).toBe("PreconditionFailed");
    expect(answers(pull)).toEqual([expect.stringContaining("First.")]);
  });
});
