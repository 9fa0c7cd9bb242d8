import type { CheckContent, CheckRuns, FoundCheckRun } from "../../core/checks/check-runs.ts";
import { beginProgress, type CheckPorts, recordOf, showProgress } from "../../core/checks/show-check.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { WriteFault } from "./pull-request-writer.ts";

export interface FakeCheckRun extends CheckContent {
  id: number;
  sha: string;
  /** It exists, but the list does not show it yet. */
  unlisted: boolean;
}

export interface FakeCheckRuns extends CheckRuns {
  runs: FakeCheckRun[];
  /** Every call that reached GitHub, in order. */
  calls: string[];
  /** Lets the next call of that method fail. */
  fault(method: keyof CheckRuns, fault: WriteFault | Error): void;
  /** Applies the writes that failed with `late`, and lets the list show everything. */
  settle(): void;
  /** Whether GitHub refuses the App's check runs. */
  refuses: boolean;
}

function found({
  id,
  external_id,
  status,
  conclusion,
  started_at,
  completed_at,
}: FakeCheckRun): FoundCheckRun {
  return { id, external_id, status, conclusion, started_at, completed_at };
}

/** The check runs of our App in memory. */
export function createFakeCheckRuns(): FakeCheckRuns {
  const runs: FakeCheckRun[] = [];
  const calls: string[] = [];
  const faults: { method: keyof CheckRuns; fault: WriteFault | Error }[] = [];
  let late: (() => void)[] = [];
  let lastId = 900;

  async function call<Result>(method: keyof CheckRuns, effect: (late: boolean) => Result): Promise<Result> {
    if (fake.refuses)
      throw new PermanentError("check_runs_refused", "GitHub refuses the App's check runs here");
    calls.push(method);
    const index = faults.findIndex((planned) => planned.method === method);
    const [hit] = index >= 0 ? faults.splice(index, 1) : [];
    if (hit?.fault instanceof Error) throw hit.fault;
    if (hit?.fault === "before") throw new RetryableError("github_failed", "GitHub failed (HTTP 502)");
    if (hit?.fault === "late" && method === "update") late.push(() => effect(false));
    const result = hit?.fault === "late" && method === "update" ? null : effect(hit?.fault === "late");
    if (hit || result === null) throw new RetryableError("github_unreachable", "GitHub did not answer");
    return result;
  }

  const fake: FakeCheckRuns = {
    runs,
    appId: async () => 1_042,
    calls,
    refuses: false,
    fault: (method, fault) => void faults.push({ method, fault }),
    settle() {
      for (const apply of late) apply();
      late = [];
      for (const run of runs) run.unlisted = false;
    },
    list: (_target, sha) =>
      call("list", () => runs.filter((run) => run.sha === sha && !run.unlisted).map(found)),
    read: (_target, id) =>
      call("read", () => {
        const run = runs.find((one) => one.id === id);
        return { found: run ? found(run) : null };
      }).then((answer) => answer.found),
    create: (_target, sha, content) =>
      call("create", (unlisted) => {
        lastId += 1;
        runs.push({ ...content, id: lastId, sha, unlisted });
        return lastId;
      }),
    update: (_target, id, content) =>
      call("update", () => {
        const run = runs.find((one) => one.id === id);
        if (run) Object.assign(run, content);
        return run !== undefined;
      }),
  };
  return fake;
}

/** Shows that a job waits or runs, as the step does that has claimed it. */
export async function showStatus(
  job: Job,
  { status, text }: { status: "queued" | "in_progress"; text: string },
  ports: CheckPorts,
): Promise<void> {
  const started = beginProgress(job, status, ports);
  if (started) await showProgress(await ports.jobs.save(job, recordOf(started)), started, text, ports);
}
