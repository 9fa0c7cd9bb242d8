import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  dispatchedStates,
  isTerminal,
  type JobState,
  jobStates,
  openStates,
  statesBefore,
  terminalStates,
  undispatchedStates,
} from "../../../../core/jobs/job-state.ts";

const terminal: JobState[] = ["NOTIFIED", "IGNORED", "REFUSED", "CANCELLED", "SUPERSEDED"];
const sideExits: JobState[] = ["REFUSED", "CANCELLED", "SUPERSEDED"];
const state = fc.constantFrom(...jobStates);
const leadsTo = (from: JobState, to: JobState) => statesBefore(to).includes(from);

test("the terminal states are these", () => {
  expect(jobStates.filter(isTerminal).sort()).toEqual([...terminal].sort());
});

test("the groups of states divide all states", () => {
  expect([...openStates, ...terminalStates].sort()).toEqual([...jobStates].sort());
  expect([...undispatchedStates, ...dispatchedStates].sort()).toEqual([...openStates].sort());
});

test("no transition leaves a terminal state", () => {
  fc.assert(
    fc.property(state, state, (from, to) => {
      if (!isTerminal(from)) return;
      expect(leadsTo(from, to)).toBe(false);
    }),
  );
});

test("every open state can reach a terminal state", () => {
  for (const start of jobStates) {
    const reached = new Set<JobState>([start]);
    for (const from of reached) for (const to of jobStates) if (leadsTo(from, to)) reached.add(to);
    expect([...reached].some(isTerminal)).toBe(true);
  }
});

test("every open state can be refused, cancelled and superseded", () => {
  fc.assert(
    fc.property(state, fc.constantFrom(...sideExits), (from, exit) => {
      expect(leadsTo(from, exit)).toBe(!isTerminal(from));
    }),
  );
});

describe("transitions", () => {
  test.each([
    ["VALIDATED", ["RECEIVED"]],
    ["DISPATCHED", ["RECEIVED", "VALIDATED", "WORKER_FAILED"]],
    ["WORKER_RUNNING", ["DISPATCHED", "WORKER_RUNNING"]],
    ["WORKER_SUCCEEDED", ["WORKER_RUNNING"]],
    ["WORKER_FAILED", ["DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED"]],
    ["NOTIFIED", ["WORKER_SUCCEEDED", "WORKER_FAILED"]],
    ["IGNORED", ["RECEIVED", "VALIDATED", "DISPATCHED", "WORKER_SUCCEEDED", "WORKER_FAILED"]],
    ["RECEIVED", []],
  ] as const)("to %s come from %j", (to, from) => {
    expect(statesBefore(to)).toEqual(from);
  });
});
