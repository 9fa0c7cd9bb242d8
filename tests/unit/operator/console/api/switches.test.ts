import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createRolloutTable } from "../../../../../adapters/dynamodb/rollout-table.ts";
import { roster } from "../../../../../core/generated/roster.ts";
import { routing } from "../../../../../core/generated/routing.ts";
import { createOperationLog } from "../../../../../operator/stack/operation-log.ts";
import { anEmployee } from "../../../../fakes/records/employee.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;

beforeAll(async () => {
  const legacy = anEmployee({ name: "legacy", commands: ["legacy"], runner: "webhook" });
  on = await startConsoleOnStack({ rules: { roster: [...roster, legacy], policy: routing } });
});

afterAll(() => on.stop());

const latest = async () => (await createOperationLog(on.stack.ref("IdempotencyTable")).latest(1))[0];
const rollouts = () => createRolloutTable(on.stack.ref("IdempotencyTable"));
const intake = async () => (await on.get("overview")).body.intake.value.state;

describe("the intake", () => {
  test("is paused and resumed with a reason", async () => {
    expect((await on.post("intake/pause", { reason: "restoring" })).body).toEqual({ state: "Disabled" });
    expect(await latest()).toMatchObject({ kind: "pause", actor: "operator:ada", reason: "restoring" });
    const again = await on.post("intake/pause", { reason: "restoring" });
    expect([again.status, again.body.error.message]).toEqual([
      409,
      expect.stringMatching(/already paused, by operator:ada .*: restoring/),
    ]);
    expect((await on.post("intake/resume", { reason: "restored" })).body).toEqual({ state: "Enabled" });
    expect((await on.post("intake/resume", { reason: "restored" })).status).toBe(409);
  });

  test.each([{}, { reason: " " }])("is not changed for %j", async (body) => {
    expect((await on.post("intake/pause", body)).status).toBe(400);
    expect(await intake()).toBe("Enabled");
  });
});

describe("a circuit", () => {
  const id = { provider: "anthropic", key: "*" };

  test("of an employee that is called over the network is listed before it ever failed", async () => {
    expect((await on.get("circuits")).body.circuits).toContainEqual({
      ...{ provider: "employee", key: "legacy", state: "closed", until: null, reason: null },
    });
  });

  test("is opened for some time and closed, with a reason", async () => {
    const opened = await on.post("circuits/open", { ...id, minutes: 30, reason: "a new key" });
    expect(opened).toMatchObject({ status: 200, body: { ...id, until: expect.any(String) } });
    expect(await latest()).toMatchObject({ kind: "circuit_open", reason: "a new key", ids: id });
    expect((await on.get("circuits")).body.circuits).toContainEqual({
      ...{ ...id, state: "open", until: opened.body.until, reason: "by_hand" },
    });
    expect((await on.post("circuits/close", { ...id, reason: "it works" })).body).toMatchObject({
      before: "open",
    });
    expect(await latest()).toMatchObject({
      kind: "circuit_close",
      actor: "operator:ada",
      reason: "it works",
    });
    const again = await on.post("circuits/close", { ...id, reason: "it works" });
    expect([again.status, again.body.error.message]).toEqual([
      409,
      expect.stringContaining("already closed"),
    ]);
  });

  test.each([
    { provider: "unknown" },
    { key: "5001" },
    { key: "<b>" },
    { minutes: 0 },
    { minutes: 1441 },
    { minutes: "30" },
    { reason: "" },
  ])("is not opened with %j", async (part) => {
    const { status } = await on.post("circuits/open", { ...id, minutes: 30, reason: "x", ...part });
    expect([status, (await on.stack.circuits.read(id)).state]).toEqual([400, "closed"]);
  });
});

describe("the rollout", () => {
  test("shows its effect without a change, then changes, and goes back", async () => {
    const change = { mode: "shadow", repos: ["octo-org/*"], commands: ["docs"] };
    const preview = await on.post("rollout/preview", { change });
    expect(preview).toMatchObject({ status: 200, body: { version: 0, before: ["everything: active"] } });
    expect(preview.body.effects).toEqual(["octo-org/*, /docs: active → shadow (a new rule)"]);
    expect(await rollouts().current()).toBeNull();

    const put = await on.post("rollout", { change, version: 0, reason: "beside the old system" });
    expect(put.body).toEqual({ version: 1 });
    expect(await rollouts().current()).toMatchObject({
      ...{ changed_by: "operator:ada", reason: "beside the old system" },
      policy: { rules: [{ when: { repos: ["octo-org/*"], commands: ["docs"] }, mode: "shadow" }] },
    });
    const back = await on.post("rollout", { change: "back", version: 1, reason: "wrong answers" });
    expect(back.body).toEqual({ version: 2 });
    expect(await rollouts().current()).toMatchObject({ policy: null, back_to: 0 });
    const nothing = await on.post("rollout/preview", { change: "back" });
    expect([nothing.status, nothing.body.error.message]).toEqual([409, "Every change is already undone."]);
  });

  test("is not changed if another operator has changed it since the preview", async () => {
    const version = (await rollouts().current())?.version ?? 0;
    const change = { mode: "off" };
    expect((await on.post("rollout", { change, version: version - 1, reason: "x" })).status).toBe(409);
    expect((await rollouts().current())?.version).toBe(version);
  });

  test.each([
    { change: { mode: "on" } },
    { change: { mode: "canary" } },
    { change: { mode: "active", percentage: 5 } },
    { change: { mode: "off", repos: "all" } },
    { change: { mode: "off", commands: ["No Command"] } },
    { change: { mode: "off", events: ["push"] } },
    { change: "forward" },
    { version: -1 },
    { reason: "" },
  ])("is not changed with %j", async (part) => {
    const version = (await rollouts().current())?.version ?? 0;
    const body = { change: { mode: "off" }, version, reason: "x", ...part };
    expect((await on.post("rollout", body)).status).toBe(400);
    expect((await rollouts().current())?.version).toBe(version);
  });

  test("has no rule for a command that the roster does not have", async () => {
    const { status, body } = await on.post("rollout/preview", {
      change: { mode: "off", commands: ["nothing"] },
    });
    expect([status, body.error.message]).toEqual([409, expect.stringContaining("rollout is invalid")]);
  });
});
