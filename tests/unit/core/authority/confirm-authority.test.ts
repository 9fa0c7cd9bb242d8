import { beforeEach, describe, expect, test } from "@jest/globals";
import {
  confirmAuthority,
  isConfirmed,
  isConfirmedForStart,
  maxAuthorityAgeMs,
} from "../../../../core/authority/confirm-authority.ts";
import { permissions } from "../../../../core/github/permission.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const at = "2026-11-23T09:00:00.000Z";
const asked = Date.parse(at);
const confirmed = (change: Partial<Job> = {}) => aJob({ authority: { at, held: "write" }, ...change });
const posted: Job["comment"] = { phase: "POSTED", id: 101, continuation_ids: [] };

describe("a confirmation", () => {
  test("counts for a minute, and not if its time is still to come", () => {
    const ages = [-1, 0, maxAuthorityAgeMs - 1, maxAuthorityAgeMs];
    const counts = ages.map((age) => isConfirmed(confirmed(), anEmployee(), asked + age));
    expect(counts).toEqual([false, true, true, false]);
  });

  test("counts for nothing if there is none, as in jobs of an earlier version", () => {
    expect(isConfirmed(aJob(), anEmployee(), asked)).toBe(false);
    expect(isConfirmed(confirmed({ authority: null }), anEmployee(), asked)).toBe(false);
  });

  test.each(permissions.slice(1))("has to reach what the employee requires now: %s", (minimum_permission) => {
    const reached = permissions.indexOf("write") >= permissions.indexOf(minimum_permission);
    expect(isConfirmed(confirmed(), anEmployee({ minimum_permission }), asked)).toBe(reached);
  });

  test.each<[string, Partial<Job>, boolean]>([
    ["a new job", {}, true],
    ["another attempt", { attempt: 2 }, false],
    ["a job that has shown something", { comment: posted }, false],
  ])("by the dispatcher, for the first step of %s", (_what, change, counts) => {
    expect(isConfirmedForStart(confirmed(change), anEmployee(), asked)).toBe(counts);
  });
});

describe("GitHub is asked", () => {
  let ports: StepPorts;

  beforeEach(() => {
    ports = createStepPorts();
  });

  const confirm = () => confirmAuthority(ports.job, anEmployee(), ports);

  test("once, and its answer is as old as the question", async () => {
    const { pull } = ports.reader.repository;
    const authority = { at, held: "write" };
    expect(await confirm()).toEqual({ kind: "checked", refusals: [], pull, authority });
    expect(ports.reader.asked.filter((method) => method === "standing")).toHaveLength(1);
    expect(ports.reader.asked).toHaveLength(4);
  });

  test("and every unmet condition is returned", async () => {
    ports.reader.repository.permissions = {};
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await confirm()).toMatchObject({ refusals: [{ code: "permission" }, { code: "head_moved" }] });
  });

  test("a withdrawn command is known once GitHub has shown it for half a minute", async () => {
    ports.reader.repository.comments = {};
    await expect(confirm()).rejects.toMatchObject({ code: "comment_unsettled" });
    ports.clock.advance(30_000);
    expect(await confirm()).toEqual({ kind: "withdrawn", reason: "comment_deleted" });
  });
});
