import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Runner } from "../../core/employees/runner.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { recordRequests, type SentRequest } from "../fakes/github.ts";
import type { CreateInstance, Handler } from "../fakes/interpreted-workflow.ts";
import { startTestService, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let requests: ReturnType<typeof recordRequests>;
/** By function: its calls to GitHub, sorted, because some run in parallel. */
let calls: Record<string, string[]>;
let number = 800;
/** How long the model works. */
let workMs = 0;
let laterMs = 0;

beforeEach(async () => {
  calls = {};
  number += 1;
  [workMs, laterMs] = [0, 0];
  const clock = () => Date.now() + laterMs;
  service = await startTestService({ roster, policy, steps: watched, clock, model });
});

const model: Runner = async () => {
  laterMs += workMs;
  return { outcome: "answered", markdown: "All good.", usage: null };
};

afterEach(async () => {
  requests.stop();
  await service.stop();
});

/** Lists the calls of each function of the workflow. */
function watched(own: CreateInstance): CreateInstance {
  const functions = Object.entries(own).map(([name, create]) => [name, () => watch(name, create())]);
  return Object.fromEntries(functions) as CreateInstance;
}

function watch(name: string, handler: Handler): Handler {
  return async (event, context) => {
    const before = requests.sent.length;
    try {
      return await handler(event, context);
    } finally {
      note(name, requests.sent.slice(before));
    }
  };
}

function note(step: string, sent: SentRequest[]): void {
  const made = sent.map(({ method, path }) => `${method} ${resourceOf(path)}`);
  const known = calls[step] ?? [];
  calls[step] = [...known, ...made.filter((call) => !call.endsWith(notCounted))].sort();
}

/** Tokens are kept for an hour, so the next commands need none. The simulated GitHub sends webhooks. */
const notCounted = " not counted";

/** The first matching row counts. */
const resources: [RegExp, string][] = [
  [/\/access_tokens$|\/installation$|^\/webhooks\//, notCounted.trim()],
  [/\/graphql$/, "query"],
  [/\/permission$/, "permission"],
  [/\/reactions/, "reaction"],
  [/\/check-runs/, "check runs"],
  [/\/reviews$/, "reviews"],
  [/\/pulls\/\d+\/comments$/, "comments on the diff"],
  [/\/issues\/\d+\/comments$/, "comments"],
  [/\/comments\/\d+$/, "comment"],
  [/\/files$/, "files"],
  [/\/pulls\/\d+$/, "pull request"],
];

function resourceOf(path: string): string {
  const [plain = ""] = path.split("?");
  return resources.find(([fits]) => fits.test(plain))?.[1] ?? plain;
}

/** A user gives a command, and it is answered. */
async function answer(command: string): Promise<void> {
  await service.pull(number).comment("octavia", command);
  requests = recordRequests();
  await service.dispatch();
  note("DispatchEvent", requests.sent);
  await service.settle();
  expect((await service.pull(number).job()).state).toBe("NOTIFIED");
}

test("an answered command of a model makes these calls to GitHub", async () => {
  await answer("/security");

  expect(calls).toEqual({
    DispatchEvent: ["POST query"],
    AcknowledgeJob: ["POST check runs", "POST comments", "POST reaction"],
    FreezeContext: ["GET files", "POST query"],
    RunEmployee: [],
    // The query replaces the reaction.
    PublishResult: ["PATCH check runs", "PATCH comment", "POST query"],
  });
  expect(Object.values(calls).flat()).toHaveLength(9);
});

test("one that takes longer than a minute asks once more whether its answer may be shown: ten calls", async () => {
  workMs = 61_000;
  await answer("/security");

  expect(calls.PublishResult).toEqual(["PATCH check runs", "PATCH comment", "POST query", "POST query"]);
  expect(Object.values(calls).flat()).toHaveLength(10);
});
