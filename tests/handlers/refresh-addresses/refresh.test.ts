import { beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/refresh-addresses/handler.ts";
import { createFakeLog } from "../../fakes/log.ts";

const hooks = ["192.30.252.0/22", "2606:50c0::/32"];
const v6 = "2606:50c0:0000:0000:0000:0000:0000:0000/32";
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

let log: ReturnType<typeof createFakeLog>;
let lists: { v4: string[]; v6: string[] };

beforeEach(() => {
  log = createFakeLog();
  lists = { v4: ["0.0.0.0/1", "128.0.0.0/1"], v6: [v6] };
});

function refresh(gitHubMeta: () => Promise<unknown>): Promise<unknown> {
  const listOf = (family: "v4" | "v6") => ({
    async replace(ranges: string[]) {
      if (String(lists[family]) === String(ranges)) return "unchanged" as const;
      lists[family] = ranges;
      return "replaced" as const;
    },
  });
  const handler = createHandler({ log, gitHubMeta, lists: { v4: listOf("v4"), v6: listOf("v6") } });
  return handler({}, context);
}

test("the lists become GitHub's; a correct list is not written", async () => {
  expect(await refresh(async () => ({ hooks, git: ["1.1.1.1/32"] }))).toEqual({
    v4: { ranges: 1, list: "replaced" },
    v6: { ranges: 1, list: "unchanged" },
  });
  expect(lists).toEqual({ v4: ["192.30.252.0/22"], v6: [v6] });
  expect(log.lines).toMatchObject([{ level: "info", fields: { v4: { list: "replaced" } } }]);
});

test.each([
  ["a text", "Bad credentials", "meta_without_hooks"],
  [
    "an object without hooks, as of a GitHub Enterprise Server",
    { installed_version: "3.20" },
    "meta_without_hooks",
  ],
  ["an empty list", { hooks: [] }, "meta_without_hooks"],
  ["a list of other things", { hooks: [1, 2] }, "meta_without_hooks"],
  ["everybody", { hooks: ["0.0.0.0/0"] }, "addresses_implausible"],
])("a response of %s does not change the lists", async (_what, meta, code) => {
  const before = structuredClone(lists);
  await expect(refresh(async () => meta)).rejects.toMatchObject({
    name: "PermanentError",
    message: expect.stringMatching(`^\\[${code}\\]`),
  });
  expect(lists).toEqual(before);
  expect(log.lines).toMatchObject([{ level: "error", fields: { code } }]);
});

test("the schedule tries again if GitHub does not respond", async () => {
  const silent = () => Promise.reject(new RetryableError("github_meta_unavailable", "GitHub did not answer"));
  await expect(refresh(silent)).rejects.toMatchObject({ name: "RetryableError" });
});

test("while the App is not installed, the lists do not change and the run succeeds", async () => {
  const before = structuredClone(lists);
  expect(await refresh(async () => null)).toEqual({ skipped: "app_not_installed" });
  expect(lists).toEqual(before);
});
