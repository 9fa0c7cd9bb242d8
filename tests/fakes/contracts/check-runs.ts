import { expect, test } from "@jest/globals";
import type { CheckContent, CheckRuns } from "../../../core/checks/check-runs.ts";
import type { RepositoryTarget } from "../../../core/github/pull-request.ts";
import { aCheckContent } from "../records/check-content.ts";
import { aTarget } from "../records/pull-request.ts";

const sha = "a".repeat(40);
const completed: Partial<CheckContent> = {
  status: "completed",
  conclusion: "neutral",
  title: "Answered",
  completed_at: "2026-11-23T09:05:00.000Z",
};

/** What every implementation of the check runs does. */
export function checkRunsContract(create: () => { checks: CheckRuns; target?: RepositoryTarget }): void {
  test("a created check run is listed on its commit only", async () => {
    const { checks, target = aTarget() } = create();
    const id = await checks.create(target, sha, aCheckContent());
    expect(await checks.list(target, sha)).toEqual([
      expect.objectContaining({ id, external_id: aCheckContent().external_id, status: "in_progress" }),
    ]);
    expect(await checks.list(target, "b".repeat(40))).toEqual([]);
  });

  test("check runs of the same name are all listed, the oldest first", async () => {
    const { checks, target = aTarget() } = create();
    const ids: number[] = [];
    for (const external_id of ["one", "two", "three"]) {
      ids.push(await checks.create(target, sha, aCheckContent({ external_id })));
    }
    expect((await checks.list(target, sha)).map(({ id, external_id }) => [id, external_id])).toEqual([
      [ids[0], "one"],
      [ids[1], "two"],
      [ids[2], "three"],
    ]);
  });

  test("a check run is completed, and put in progress again", async () => {
    const { checks, target = aTarget() } = create();
    const id = await checks.create(target, sha, aCheckContent());
    expect(await checks.update(target, id, aCheckContent(completed))).toBe(true);
    expect(await checks.list(target, sha)).toMatchObject([
      { id, status: "completed", conclusion: "neutral" },
    ]);
    await checks.update(target, id, aCheckContent());
    expect(await checks.list(target, sha)).toMatchObject([{ id, status: "in_progress", conclusion: null }]);
  });

  test("a check run is read with its times", async () => {
    const { checks, target = aTarget() } = create();
    const id = await checks.create(target, sha, aCheckContent(completed));
    const found = await checks.read(target, id);
    expect(found).toMatchObject({ id, status: "completed", conclusion: "neutral" });
    expect(Date.parse(found?.started_at ?? "")).toBe(Date.parse(aCheckContent().started_at));
    expect(Date.parse(found?.completed_at ?? "")).toBe(Date.parse("2026-11-23T09:05:00Z"));
    expect(await checks.read(target, 987_654)).toBeNull();
  });

  test("a check run is moved away from its job", async () => {
    const { checks, target = aTarget() } = create();
    const id = await checks.create(target, sha, aCheckContent());
    await checks.update(target, id, aCheckContent({ ...completed, external_id: "" }));
    expect(await checks.list(target, sha)).toMatchObject([{ id, external_id: "" }]);
  });

  test("the update of a missing check run changes nothing", async () => {
    const { checks, target = aTarget() } = create();
    expect(await checks.update(target, 987_654, aCheckContent())).toBe(false);
    expect(await checks.list(target, sha)).toEqual([]);
  });
}
