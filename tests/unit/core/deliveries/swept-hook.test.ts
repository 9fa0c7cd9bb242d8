import { expect, test } from "@jest/globals";
import { hookName, parseSweptHooks } from "../../../../core/deliveries/swept-hook.ts";

test("reads the App's hook, a repository's and an organization's, separated by commas or spaces", () => {
  expect(parseSweptHooks("app, octo-demo/payments:12  octo-demo:34")).toEqual([
    { kind: "app" },
    { kind: "repository", repo: "octo-demo/payments", hook_id: "12" },
    { kind: "organization", org: "octo-demo", hook_id: "34" },
  ]);
});

test("none means no hook", () => {
  expect(parseSweptHooks("none")).toEqual([]);
  expect(parseSweptHooks("")).toEqual([]);
});

test("names every entry that is not a hook", () => {
  expect(() => parseSweptHooks("app octo-demo/payments a/b/c:1 octo-demo:x")).toThrow(
    "No hooks: octo-demo/payments, a/b/c:1, octo-demo:x.",
  );
});

test("each hook has a name of its own", () => {
  const names = parseSweptHooks("app octo-demo/payments:12 octo-demo:34").map(hookName);
  expect(names).toEqual(["app", "octo-demo/payments:12", "octo-demo:34"]);
});
