import { describe, expect, test } from "@jest/globals";
import { finalTexts } from "../../../core/answering/final-text.ts";
import { PermanentError } from "../../../core/errors.ts";
import { executionName } from "../../../core/jobs/job-id.ts";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { freezeContext } from "../../../functions/freeze-context/freeze-context.ts";
import { publishFailure } from "../../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import {
  budgeted,
  createBudgetedPorts,
  mostMicros,
  usedCost,
  usedMicros,
  usedTokens,
} from "../../fakes/budgeted-job.ts";
import { daily, someLimits } from "../../fakes/records/budget.ts";
import { jobWithStoredResult } from "../../fakes/stored-result.ts";

const both = (use: object) => ({
  person: expect.objectContaining(use),
  repository: expect.objectContaining(use),
});

describe("the acknowledgement", () => {
  test("holds the most that the run may cost before the pull request shows anything", async () => {
    const ports = createBudgetedPorts();
    ports.writer.fault("react", "before");
    await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    expect(await ports.uses()).toEqual(both({ used: mostMicros, held: mostMicros }));
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expect(await ports.uses()).toEqual(both({ used: mostMicros, held: mostMicros }));
  });

  test("refuses a job for which the budget of today does not suffice, and says when it resets", async () => {
    const ports = { ...createBudgetedPorts(), budgetLimits: someLimits({ person: daily(0.03) }) };
    const budget = { key: "person#11", scope: "person" as const, name: "octavia", limit: 30_000 };
    await ports.budgets.reserve(budget, "2026-11-23", { run: "another-r1", micros: 10_000 });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "budget_exceeded" }] });
    expect(ports.writer.bodies()).toEqual([
      expect.stringContaining(
        "- The budget of octavia for today ($0.03) has $0.02 left, and a run of **Summary** may cost up to " +
          "$0.03. It resets at 00:00 UTC, in 15 h.",
      ),
    ]);
    expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  });

  test("holds nothing for a job that is refused for another reason", async () => {
    const ports = createBudgetedPorts();
    ports.reader.repository.permissions = { octavia: "read" };
    await acknowledgeJob(ports.input, ports);
    expect(ports.budgets.budgets.size).toBe(0);
  });
});

test("a job that starts is charged in full until it has a result", async () => {
  const ports = createBudgetedPorts();
  await acknowledgeJob(ports.input, ports);
  expect((await ports.stored()).reservation).toMatchObject({ charge: 0 });
  await freezeContext(ports.input, ports);
  expect((await ports.stored()).reservation).toMatchObject({ charge: mostMicros, micros: mostMicros });
});

/** A running job that holds its reservation and has this result. */
async function running(result: object) {
  const ports = budgeted(await jobWithStoredResult(JSON.stringify(result)));
  const job = await ports.stored();
  const budgets = ["person#11", "repository#77"];
  const amount = { run: executionName(job.job_id, 1), micros: mostMicros };
  for (const [index, key] of budgets.entries()) {
    const scope = index === 0 ? "person" : "repository";
    await ports.budgets.reserve({ key, scope, name: key, limit: 1_000_000 }, "2026-11-23", amount);
  }
  const reservation = { ...amount, day: "2026-11-23", budgets, charge: mostMicros };
  ports.jobs.put({ ...job, reservation });
  return ports;
}

const answered = { outcome: "answered", markdown: "Fine.", usage: usedTokens };

describe("the publication", () => {
  test("charges what the run has cost and frees the rest", async () => {
    const ports = await running(answered);
    await publishResult(ports.input, ports);
    expect(await ports.uses()).toEqual(both({ used: usedMicros, held: 0 }));
    expect(await ports.stored()).toMatchObject({
      ...{ state: "NOTIFIED", cost: usedCost },
      reservation: { charge: usedMicros, settled: true },
    });
  });

  test("records the cost together with the result", async () => {
    const ports = await running(answered);
    await publishResult(ports.input, ports);
    const events = await ports.jobs.events(ports.job.job_id);
    const recorded = events.find(({ to }) => to === "WORKER_SUCCEEDED");
    expect(recorded?.ids).toMatchObject({
      cost_micros: usedMicros,
      model: "anthropic/claude",
      ...usedTokens,
    });
  });

  test("charges an answer that may not be posted any more", async () => {
    const ports = await running(answered);
    ports.reader.repository.permissions = {};
    await publishResult(ports.input, ports);
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", cost: usedCost });
    expect(await ports.uses()).toEqual(both({ used: usedMicros, held: 0 }));
  });

  test("charges nothing for a run that sent no request", async () => {
    const ports = await running({ ...answered, outcome: "unavailable", usage: null });
    await publishResult(ports.input, ports);
    expect(await ports.uses()).toEqual(both({ used: 0, held: 0 }));
  });

  test("adds the cost of a retried job to that of its earlier runs", async () => {
    const ports = await running(answered);
    ports.jobs.put({ ...(await ports.stored()), cost: usedCost });
    await publishResult(ports.input, ports);
    expect((await ports.stored()).cost).toMatchObject({ micros: 2 * usedMicros, input_tokens: 2_000 });
    expect(await ports.uses()).toEqual(both({ used: usedMicros, held: 0 }));
  });

  test("of a job of an earlier version, which holds nothing, changes no budget", async () => {
    const ports = budgeted(await jobWithStoredResult(JSON.stringify(answered)));
    await publishResult(ports.input, ports);
    expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", cost: usedCost });
    expect((await ports.stored()).reservation).toBeUndefined();
    expect(ports.budgets.budgets.size).toBe(0);
  });
});

describe("a failed job", () => {
  const failure = { Error: "States.Timeout" };

  test("is charged all that it held, because it reported nothing", async () => {
    const ports = await running(answered);
    await publishFailure({ ...ports.input, failure }, ports);
    expect(await ports.uses()).toEqual(both({ used: mostMicros, held: 0 }));
    expect((await ports.stored()).reservation).toMatchObject({ settled: true });
  });

  test("is charged even if the failure cannot be posted", async () => {
    const ports = await running(answered);
    ports.writer.fault("updateComment", new PermanentError("github_not_found", "There is no pull request"));
    await publishFailure({ ...ports.input, failure }, ports);
    expect(await ports.stored()).toMatchObject({ state: "CANCELLED", reservation: { settled: true } });
    expect(await ports.uses()).toEqual(both({ used: mostMicros, held: 0 }));
  });
});

describe("the answer", () => {
  const coverage = { files_reviewed: 12, files_total: 14 };

  test("shows the model, the cost and what was reviewed", async () => {
    const ports = await running({ ...answered, coverage });
    await publishResult(ports.input, ports);
    expect(ports.writer.bodies()).toEqual([
      expect.stringContaining("· `anthropic/claude` · $0.0060 · reviewed 12 of 14 files</sub>"),
    ]);
  });

  test("is the text that the sweeper compares the comment with", async () => {
    const ports = await running({ ...answered, coverage });
    await publishResult(ports.input, ports);
    const body = ports.writer.bodies()[0] ?? "";
    const [text] = (await finalTexts(await ports.stored(), ports)) ?? [];
    expect(body.endsWith(text ?? "no text")).toBe(true);
  });
});
