import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PermanentError } from "../../core/errors.ts";
import { roster } from "../../core/generated/roster.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requestAction, rerequestCheckRun } from "../../local/github/state/checks.ts";
import type { CheckRun } from "../../local/github/state/records.ts";
import { aRoster } from "../fakes/records/employee.ts";
import { dispatchTogether, takeQueued } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestService } from "../fakes/test-service.ts";

const builtins = roster.filter(({ name }) => name === "retry" || name === "cancel");
const employees: Employee[] = [...aRoster(), ...builtins];
let service: TestService;
let works = true;
let work: Promise<unknown> = Promise.resolve();
let onWork = () => {};
let number = 4_000;

beforeEach(async () => {
  works = true;
  work = Promise.resolve();
  number += 1;
  service = await startTestService({
    roster: employees,
    model: async () => {
      onWork();
      await work;
      if (!works) throw new PermanentError("model_refused", "The key is refused");
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
});

afterEach(() => service.stop());

/** Lets the employee work until `finish` is called. */
function holdWork() {
  const { promise, resolve } = Promise.withResolvers<void>();
  work = promise;
  const started = new Promise<void>((begin) => {
    onWork = begin;
  });
  return { started, finish: resolve };
}

/** Gives the command as a user with write permission; returns its check run. */
async function commanded(body = "/security the tokens"): Promise<CheckRun> {
  await service.pull(number).comment("wendy", body);
  await service.settle();
  const [run] = service.repository.checkRuns.values();
  if (!run) throw new Error("There is no check run");
  return run;
}

/** Clicks on a button, or on "Re-run" if it is null. */
async function click(run: CheckRun, button: string | null, login = "wendy"): Promise<void> {
  const { github, repository } = service;
  const user = github.store.user(login);
  if (button === null) rerequestCheckRun(github.store, repository, run, user);
  else expect(requestAction(github.store, repository, run, button, user)).toBe(true);
  await github.deliveries.idle();
}

async function ended() {
  await service.settle();
  const jobs = await service.jobs();
  return jobs.map(({ employee, state, outcome, source, sender }) => ({
    ...{ employee, state, outcome, source: source.kind, by: sender.login },
  }));
}

const answered = { state: "NOTIFIED", outcome: "answered" };
const runs = () =>
  [...service.repository.checkRuns.values()].map(({ name, conclusion }) => [name, conclusion]);

test("Retry on a failed job answers it, on the same check run", async () => {
  works = false;
  const run = await commanded();
  expect(run).toMatchObject({ conclusion: "failure", output: { title: "Failed (model_refused)" } });

  works = true;
  await click(run, "retry");

  expect(await ended()).toEqual([
    { employee: "security", ...answered, source: "issue_comment", by: "wendy" },
    { employee: "retry", ...answered, source: "check_run", by: "wendy" },
  ]);
  expect(runs()).toEqual([["Security", "neutral"]]);
  expect(run.actions).toEqual([]);
  expect(
    service
      .pull(number)
      .answers()
      .map(({ body }) => body)
      .join(),
  ).toContain("is being retried");
});

test("two clicks in the same attempt are one job; a click after the next attempt is another", async () => {
  works = false;
  const run = await commanded();
  await click(run, "retry");
  await click(run, "retry");
  await dispatchTogether(service, takeQueued(service));
  expect((await ended()).filter(({ employee }) => employee === "retry")).toHaveLength(1);
  // The second attempt ends in another second.
  run.completedAt = new Date(Date.now() + 60_000).toISOString();
  await click(run, "retry");
  expect((await ended()).filter(({ employee }) => employee === "retry")).toHaveLength(2);
});

test("Cancel on a running job cancels it", async () => {
  const { started, finish } = holdWork();
  await service.pull(number).comment("wendy", "/security the tokens");
  await service.dispatch();
  await started;
  const [run] = service.repository.checkRuns.values();
  if (!run) throw new Error("There is no check run");
  expect(run).toMatchObject({ status: "in_progress", output: { title: "Running" } });

  await click(run, "cancel");
  await service.dispatch();
  finish();

  const jobs = await ended();
  expect(jobs.map(({ employee, state, source }) => [employee, state, source])).toEqual([
    ["security", "CANCELLED", "issue_comment"],
    ["cancel", "NOTIFIED", "check_run"],
  ]);
});

test("Re-run of an answered job asks for the same command again, for the user who clicks", async () => {
  const run = await commanded("/review the tokens");
  service.github.store.user("octavia");
  await click(run, null, "octavia");
  const jobs = await ended();
  expect(jobs.map(({ employee, by, source }) => [employee, by, source])).toEqual([
    ["security", "wendy", "issue_comment"],
    ["security", "octavia", "check_run"],
  ]);
  const commands = (await service.jobs()).map(({ command: { name, text } }) => [name, text]);
  expect(commands).toEqual([
    ["review", "the tokens"],
    ["review", "the tokens"],
  ]);
  expect(runs()).toEqual([
    ["Security", "neutral"],
    ["Security", "neutral"],
  ]);
});

describe("a click passes the gates of a comment", () => {
  test("a user without permission gets the refusal, and nothing is retried", async () => {
    works = false;
    const run = await commanded();
    works = true;
    await click(run, "retry", "rita");
    const jobs = await ended();
    expect(jobs.map(({ employee, state }) => [employee, state])).toEqual([
      ["security", "NOTIFIED"],
      ["retry", "REFUSED"],
    ]);
    expect(run.conclusion).toBe("failure");
    expect(service.pull(number).answers().at(-1)?.body).toContain("needs **write** permission");
  });

  test("a bot that is not on the list is ignored", async () => {
    works = false;
    const run = await commanded();
    const bot = service.github.store.user("renovate[bot]", "Bot");
    requestAction(service.github.store, service.repository, run, "retry", bot);
    await service.github.deliveries.idle();
    expect(await ended()).toHaveLength(1);
  });

  test("a fork, for which GitHub names no pull request, is answered on the job's", async () => {
    works = false;
    const pull = service.github.store.pull(service.repository, number);
    pull.head.repository = "mallory/payments";
    await service.pull(number).comment("wendy", `/ok-to-run ${pull.head.sha}`);
    const run = await commanded();
    works = true;
    await click(run, "retry");
    expect(await ended()).toContainEqual({
      employee: "retry",
      ...answered,
      source: "check_run",
      by: "wendy",
    });
    expect(service.queue.sent).toEqual([]);
  });
});

test("without the permission everything else works", async () => {
  service.github.fail({
    ...{ method: "POST", path: "/check-runs$", times: 99, status: 403 },
    body: { message: "Resource not accessible by integration" },
  });
  await service.pull(number).comment("wendy", "/security the tokens");
  expect(await ended()).toEqual([
    { employee: "security", ...answered, source: "issue_comment", by: "wendy" },
  ]);
  expect(runs()).toEqual([]);
});
