import { beforeEach, describe, expect, test } from "@jest/globals";
import { type ReservePorts, reserveRun } from "../../../../core/budgets/reserve-run.ts";
import { settleJob } from "../../../../core/budgets/settle-run.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createFakeBudgetStore } from "../../../fakes/budget-store.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { Crash, crashingPorts } from "../../../fakes/crash.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { daily, someLimits, somePrices } from "../../../fakes/records/budget.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const day = "2026-11-23";
/** A run costs at most 24,000 millionths of a dollar. */
const employee = anEmployee({ runner: "model", model: "anthropic/claude" });
const most = 24_000;
const enough = daily(1);

function createPorts() {
  const clock = createTestClock();
  return {
    clock,
    jobs: createFakeJobStore(clock),
    budgets: createFakeBudgetStore(),
    budgetLimits: someLimits({ person: enough, repository: enough }),
    prices: somePrices,
    modelName: (model: string | null) => model,
    stage: "prod",
  } satisfies ReservePorts;
}

let ports: ReturnType<typeof createPorts>;
let job: Job;

beforeEach(async () => {
  ports = createPorts();
  ports.jobs.put(aJob());
  job = await ports.jobs.claim(aJob().job_id, 1);
});

const use = (key: string) => ports.budgets.read(key, day);

describe("a run that fits", () => {
  test("holds its most in every budget, and the job records it", async () => {
    const { job: reserved, refusal } = await reserveRun(job, employee, ports);
    expect(refusal).toBeNull();
    const run = `${job.job_id}-r1`;
    const budgets = ["person#11", "repository#77"];
    expect(reserved.reservation).toEqual({ run, day, micros: most, budgets, charge: 0 });
    expect((await ports.jobs.read(job.job_id))?.reservation).toEqual(reserved.reservation);
    expect(await use("person#11")).toMatchObject({ name: "octavia", used: most, held: most });
    expect(await use("repository#77")).toMatchObject({ name: "octo-demo/payments", used: most, held: most });
  });

  test("keeps its reservation when the step is repeated on the next day with other limits", async () => {
    const { job: reserved } = await reserveRun(job, employee, ports);
    ports.clock.advance(24 * 3_600_000);
    const later = { ...ports, budgetLimits: someLimits({ person: enough, stage: daily(0) }) };
    expect(await reserveRun(reserved, employee, later)).toEqual({ job: reserved, refusal: null });
    expect(await use("person#11")).toMatchObject({ used: most });
    expect(ports.budgets.budgets.size).toBe(2);
  });

  test("of a later attempt settles what the attempt before holds", async () => {
    const { job: reserved } = await reserveRun(job, employee, ports);
    const charged = { ...reserved, attempt: 2, reservation: { ...held(reserved), charge: 10_000 } };
    ports.jobs.put(charged);
    const again = await reserveRun(charged, employee, ports);
    expect(again.job.reservation).toMatchObject({ run: `${job.job_id}-r2`, charge: 0 });
    expect(await use("person#11")).toMatchObject({ used: 10_000 + most, held: most });
  });
});

describe("a run that does not fit", () => {
  test("holds nothing in any budget and is refused with the first that it exceeds", async () => {
    const small = { ...ports, budgetLimits: someLimits({ person: enough, repository: daily(0.02) }) };
    const { refusal } = await reserveRun(job, employee, small);
    expect(refusal?.message).toMatch(/^The budget of octo-demo\/payments for a day \(\$0\.02\) is too small/);
    expect(await use("person#11")).toMatchObject({ used: 0, held: 0 });
    expect(await use("repository#77")).toBeNull();
  });

  test("fits once another run has ended", async () => {
    const one = { ...ports, budgetLimits: someLimits({ person: daily(0.03) }) };
    const other = ports.jobs.put(aJob({ job_id: "another-summary" }));
    const { job: first } = await reserveRun(other, employee, one);
    const refused = await reserveRun(job, employee, one);
    expect(refused.refusal?.code).toBe("budget_exceeded");
    await settleJob(first, one);
    expect((await reserveRun(refused.job, employee, one)).refusal).toBeNull();
  });
});

describe("a run holds nothing", () => {
  test.each([
    ["of a built-in employee", anEmployee(), someLimits({ person: enough })],
    ["of a model without a price", { ...employee, model: "bedrock/new" }, someLimits({ person: enough })],
    ["without limits", employee, someLimits()],
  ])("%s", async (_, one, budgetLimits) => {
    expect(await reserveRun(job, one, { ...ports, budgetLimits })).toEqual({ job, refusal: null });
    expect(ports.budgets.budgets.size).toBe(0);
    expect((await ports.jobs.read(job.job_id))?.reservation).toBeUndefined();
  });
});

test("fifty runs of one person at the same time never hold more than the limit", async () => {
  const limited = { ...ports, budgetLimits: someLimits({ person: daily(0.25), repository: daily(0.2) }) };
  const jobs = Array.from({ length: 50 }, (_, n) => ports.jobs.put(aJob({ job_id: `job-${n}` })));
  const reserved = await Promise.all(jobs.map((one) => reserveRun(one, employee, limited)));
  expect(reserved.filter(({ refusal }) => refusal === null)).toHaveLength(8);
  expect(await use("person#11")).toMatchObject({ used: 8 * most, held: 8 * most });
  expect(await use("repository#77")).toMatchObject({ used: 8 * most, held: 8 * most });
});

describe("after a crash at any call", () => {
  const small = someLimits({ person: enough, employee: enough, repository: daily(0.02) });
  const fitting = someLimits({ person: enough, employee: enough, repository: enough });
  const cases = [
    ["a run that fits", fitting, most],
    ["a run that does not fit", small, 0],
  ] as const;

  test.each(cases)("%s converges when the step is repeated", async (_, budgetLimits, held) => {
    await everyCrash(budgetLimits, async (ports) => {
      const again = await ports.jobs.claim(job.job_id, 1);
      await reserveRun(again, employee, { ...ports, budgetLimits });
      for (const key of ["person#11", "employee#summary"]) {
        expect(await ports.budgets.read(key, day)).toMatchObject({ used: held, held });
      }
    });
  });

  test.each(cases)("the record of %s is enough to free all of it", async (_, budgetLimits, _held) => {
    await everyCrash(budgetLimits, async (ports) => {
      const left = await ports.jobs.read(job.job_id);
      await settleJob(left ?? {}, ports);
      for (const { used, held } of ports.budgets.budgets.values()) {
        expect({ used, held: held.size }).toEqual({ used: 0, held: 0 });
      }
    });
  });
});

/** Runs the reservation with a crash at each call, before and after its effect, and then the check. */
async function everyCrash(
  budgetLimits: ReservePorts["budgetLimits"],
  check: (ports: ReturnType<typeof createPorts>) => Promise<void>,
): Promise<void> {
  for (let at = 1, last = false; !last; at += 1) {
    for (const when of ["before", "after"] as const) {
      const fresh = createPorts();
      const started = fresh.jobs.put(aJob());
      const { ports: crashing, calls } = crashingPorts(fresh, ["jobs", "budgets"], { at, when });
      const ended = await reserveRun(started, employee, { ...crashing, budgetLimits }).catch(
        (error: unknown) => error,
      );
      last = calls() < at;
      if (!last) expect(ended).toBeInstanceOf(Crash);
      await check(fresh);
    }
  }
}

function held({ reservation }: Job): NonNullable<Job["reservation"]> {
  if (!reservation) throw new Error("The job holds nothing");
  return reservation;
}
