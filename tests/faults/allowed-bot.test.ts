import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { type Road, type RoadPull, startRoad } from "../fakes/road.ts";

const bot = "renovate[bot]";
let road: Road;
let pull: RoadPull;
let policy: RoutingPolicy;

beforeEach(async () => {
  policy = aPolicy({ bots: { allow: [bot] } });
  road = await startRoad({ policy });
  pull = road.pull(3_000);
});

afterEach(() => road.stop());

test("GitHub reports that a bot is not a user", async () => {
  const path = `/repos/octo-demo/payments/collaborators/${encodeURIComponent(bot)}/permission`;
  expect(await road.github.call("GET", path)).toMatchObject({ status: 404 });
});

test("an allowed bot gets an answer: all three checks know its permission", async () => {
  const comment = await pull.comment(bot, "/security");
  await road.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
  expect(pull.reactions(comment)).toEqual(["+1"]);
  expect(await pull.job()).toMatchObject({ state: "NOTIFIED", refusals: [] });
});

test("a bot that is removed from the list while its command is queued is refused", async () => {
  await pull.comment(bot, "/security");
  await road.dispatch();
  policy.bots.allow = [];
  await road.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining("needs **write** permission on this repository; renovate[bot] has **none**."),
  ]);
});

test("an allowed bot with too low a permission gets a refusal", async () => {
  policy.bots.allow = [{ login: bot, permission: "read" }];
  await pull.comment(bot, "/security");
  await road.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining("needs **write** permission on this repository; renovate[bot] has **read**."),
  ]);
});

test("a bot that is not allowed gets no answer", async () => {
  await pull.comment("dependabot[bot]", "/security");
  await road.settle();
  expect(pull.answers()).toEqual([]);
  expect(await road.jobs()).toEqual([]);
});
