import { describe, expect, test } from "@jest/globals";
import {
  addCost,
  chargeFinishedRun,
  chargeStartedRun,
  type JobCost,
  type Reservation,
} from "../../../../core/jobs/job-cost.ts";

const cost: JobCost = { micros: 500, input_tokens: 10, output_tokens: 2, model: "anthropic/claude" };
const reservation: Reservation = {
  ...{ run: "a-job-r2", day: "2026-11-28", micros: 900, charge: 0 },
  budgets: ["person#11"],
};

describe("the cost of a job", () => {
  test("is that of its first run", () => {
    expect(addCost(undefined, cost)).toEqual(cost);
  });

  test("is the sum of its runs, with the model of the last", () => {
    const second = { ...cost, micros: 200, model: "anthropic/other" };
    const sum = { micros: 700, input_tokens: 20, output_tokens: 4, model: "anthropic/other" };
    expect(addCost(cost, second)).toEqual(sum);
  });

  test("is unknown if that of one run is", () => {
    expect(addCost(cost, { ...cost, micros: null }).micros).toBeNull();
    expect(addCost({ ...cost, micros: null }, cost).micros).toBeNull();
  });
});

describe("a run is charged", () => {
  test("all that it holds once it has started", () => {
    expect(chargeStartedRun({ reservation }, "a-job-r2")).toEqual({
      reservation: { ...reservation, charge: 900 },
    });
  });

  test("its cost once it has a result, and at most what it holds", () => {
    const charge = (one: JobCost | null) =>
      chargeFinishedRun({ reservation }, "a-job-r2", one).reservation?.charge;
    expect(charge(cost)).toBe(500);
    expect(charge({ ...cost, micros: 0 })).toBe(0);
    expect(charge({ ...cost, micros: 5_000 })).toBe(900);
  });

  test("all that it holds if its cost is unknown", () => {
    const charge = (one: JobCost | null) =>
      chargeFinishedRun({ reservation }, "a-job-r2", one).reservation?.charge;
    expect(charge(null)).toBe(900);
    expect(charge({ ...cost, micros: null })).toBe(900);
  });

  test("never for the reservation of another attempt, or without one", () => {
    expect(chargeStartedRun({ reservation }, "a-job-r3")).toEqual({});
    expect(chargeFinishedRun({ reservation }, "a-job-r3", cost)).toEqual({});
    expect(chargeStartedRun({}, "a-job-r2")).toEqual({});
    expect(chargeFinishedRun({}, "a-job-r2", cost)).toEqual({});
  });
});
