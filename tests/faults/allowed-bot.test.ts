import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const bot = "renovate[bot]";
let service: TestService;
let pull: TestPullRequest;
let policy: RoutingPolicy;

beforeEach(async () => {
  policy = aPolicy({ bots: { allow: [bot] } });
  service = await startTestService({ policy });
  pull = service.pull(3_000);
});

afterEach(() => service.stop());

test("GitHub reports that a bot is not a user", async () => {
  const path = `/repos/octo-demo/payments/collaborators/${encodeURIComponent(bot)}/permission`;
  expect(await service.github.call("GET", path)).toMatchObject({ status: 404 });
});

test("an allowed bot gets an answer: all three checks know its permission", async () => {
  const comment = await pull.comment(bot, "/security");
  await service.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
  expect(pull.reactions(comment)).toEqual(["+1"]);
  expect(await pull.job()).toMatchObject({ state: "NOTIFIED", refusals: [] });
});

test("a bot that is removed from the list while its command is queued is refused", async () => {
  await pull.comment(bot, "/security");
  await service.dispatch();
  policy.bots.allow = [];
  await service.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining("needs **write** permission on this repository; renovate[bot] has **none**."),
  ]);
});

test("an allowed bot with too low a permission gets a refusal", async () => {
  policy.bots.allow = [{ login: bot, permission: "read" }];
  await pull.comment(bot, "/security");
  await service.settle();
  expect(pull.answers().map(({ body }) => body)).toEqual([
    expect.stringContaining("needs **write** permission on this repository; renovate[bot] has **read**."),
  ]);
});

test("a bot that is not allowed gets no answer", async () => {
  await pull.comment("dependabot[bot]", "/security");
  await service.settle();
  expect(pull.answers()).toEqual([]);
  expect(await service.jobs()).toEqual([]);
});
