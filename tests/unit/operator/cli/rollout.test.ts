import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createRolloutTable } from "../../../../adapters/dynamodb/rollout-table.ts";
import { routing } from "../../../../core/generated/routing.ts";
import { createCurrentRollout } from "../../../../core/routing/current-rollout.ts";
import { decideRollout } from "../../../../core/routing/rollout-mode.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { command } from "./command.ts";

let stack: OperatorStack;
let directory: string;
const who = ["--reason", "a rehearsal", "--actor", "ada"];
const by = [...who, "--yes"];

beforeAll(async () => {
  stack = await startOperatorStack({});
  directory = mkdtempSync(join(tmpdir(), "rollout-"));
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stack.stop();
});

/** Returns the mode that the dispatcher uses for a command now. */
async function decided(command: string, repo = "octo-demo/payments") {
  const rollouts = createRolloutTable(stack.ref("IdempotencyTable"));
  const { policy, version } = await createCurrentRollout({ rollouts, clock: Date.now, stageMode: "active" })(
    routing.rollout,
  );
  const facts = { repo, event_type: "issue_comment", command, intent_key: "80000000" };
  return { mode: decideRollout({ rollout: policy }, facts).mode, version };
}

const inForce = () => createRolloutTable(stack.ref("IdempotencyTable")).current();

async function shown() {
  const { code, stdout } = await stack.run(["rollout", "show", "--json"]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("goes from the deployed rollout to shadow, to a live part, and back", async () => {
  expect(await shown()).toMatchObject({ version: 0, deployed: true, policy: routing.rollout });

  const shadow = await stack.run(["rollout", "set", "shadow", ...by]);
  expect(shadow.code).toBe(0);
  expect(shadow.stdout).toContain("Version 1 takes effect in a few seconds.");
  expect(await decided("security")).toEqual({ mode: "shadow", version: 1 });

  const part = ["--repo", "octo-demo/*", "--command", "security"];
  await stack.run(["rollout", "set", "active", ...part, ...by]);
  expect(await decided("security")).toEqual({ mode: "active", version: 2 });
  expect(await decided("security", "octo-other/payments")).toEqual({ mode: "shadow", version: 2 });
  expect(await decided("summary")).toEqual({ mode: "shadow", version: 2 });

  // Setting the same part again replaces its rule.
  await stack.run(["rollout", "set", "canary", "--percentage", "10", ...part, ...by]);
  expect((await shown()).policy).toEqual({
    default: "shadow",
    canary_percentage: 0,
    rules: [{ when: { repos: ["octo-demo/*"], commands: ["security"] }, mode: "canary", percentage: 10 }],
  });
  expect(await decided("security")).toEqual({ mode: "shadow", version: 3 });

  const back = await stack.run(["rollout", "back", ...by]);
  expect(back.stdout).toContain("Version 4 takes effect");
  expect(await decided("security")).toEqual({ mode: "active", version: 4 });

  await stack.run(["rollout", "back", "--deployed", ...by]);
  expect(await shown()).toMatchObject({ version: 5, deployed: true, changed_by: "operator:ada" });

  const history = await stack.run(["rollout", "history", "--json"]);
  const { versions } = JSON.parse(history.stdout) as { versions: Record<string, unknown>[] };
  expect(versions.map(({ version, changed_by, reason }) => [version, changed_by, reason])).toEqual(
    [5, 4, 3, 2, 1].map((version) => [version, "operator:ada", "a rehearsal"]),
  );
});

test("applies a whole file, and names the line of every mistake", async () => {
  const file = join(directory, "rollout.yml");
  writeFileSync(file, "default: sideways\nrules:\n  - when: { commands: [security] }\n    mode: canary\n");
  const before = await inForce();
  const wrong = await stack.run(["rollout", "apply", file, ...by]);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/rollout\.yml:1:10: /);
  expect(await inForce()).toEqual(before);

  writeFileSync(file, "default: off\nrules:\n  - when: { commands: [securty] }\n    mode: active\n");
  const unknown = await stack.run(["rollout", "apply", file, ...by]);
  expect(unknown.stderr).toContain("No employee lists the command `securty`");
  expect(await inForce()).toEqual(before);

  writeFileSync(file, "default: off\nrules:\n  - when: { commands: [security] }\n    mode: active\n");
  expect((await stack.run(["rollout", "apply", file, ...by])).code).toBe(0);
  expect((await decided("security")).mode).toBe("active");
  expect((await decided("summary")).mode).toBe("off");
});

test("shows a change and asks for confirmation", async () => {
  await stack.run(["rollout", "set", "shadow", ...by]);
  await stack.run(["rollout", "set", "off", "--command", "summary", ...by]);
  const before = await inForce();

  const all = await stack.run(["rollout", "set", "active", ...who, "--dry-run"]);
  expect({ code: all.code, stderr: all.stderr }).toEqual({ code: 0, stderr: "Nothing was changed.\n" });
  expect(all.stdout.split("\n").slice(1, -1)).toEqual([
    "Before:",
    "  1. /summary: off",
    "  2. everything else: shadow",
    "After:",
    "  everything: active",
    "Effect:",
    "  /summary: off → active (its rule is removed)",
    "  everything else: shadow → active",
  ]);
  const part = ["rollout", "set", "canary", "--percentage", "10", "--repo", "octo-demo/*", ...who];
  const over = await stack.run([...part, "--dry-run"]);
  expect(over.stdout).toContain("  octo-demo/*: as the rules say → active for 10 % of the requests");
  expect(over.stdout).toMatch(/"octo-demo\/\*: active for 10 % .*" now comes before "\/summary: off"/);
  const under = await stack.run([...part, "--keep-rules", "--dry-run"]);
  expect(under.stdout).toContain("After:\n  1. /summary: off\n  2. octo-demo/*: active for 10 %");
  expect(under.stdout).not.toContain("now comes before");
  const rest = await stack.run(["rollout", "set", "active", "--keep-rules", ...who, "--dry-run"]);
  expect(rest.stdout).toContain("Effect:\n  everything else: shadow → active\n");

  // Without a terminal it needs --yes.
  expect(await stack.run(part)).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
  expect(await command(part, "n\n")).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing") });
  expect(await inForce()).toEqual(before);
  expect(await command(part, "y\n")).toMatchObject({ code: 0 });
  expect((await inForce())?.version).toBe((before?.version ?? 0) + 1);
});

test("going back twice does not restore what was undone", async () => {
  const set = (mode: string) => stack.run(["rollout", "set", mode, ...by]);
  const mode = async () => (await inForce())?.policy?.default ?? "as deployed";
  await stack.run(["rollout", "back", "--deployed", ...by]);
  await set("shadow");
  await set("active");
  await set("off");
  await stack.run(["rollout", "back", ...by]);
  expect(await mode()).toBe("active");
  await stack.run(["rollout", "back", ...by]);
  expect(await mode()).toBe("shadow");
  await set("off");
  await stack.run(["rollout", "back", ...by]);
  expect(await mode()).toBe("shadow");
  await stack.run(["rollout", "back", ...by]);
  expect(await mode()).toBe("as deployed");

  const latest = (await inForce())?.version ?? 0;
  await stack.run(["rollout", "back", "--to", String(latest - 1), ...by]);
  expect(await mode()).toBe("shadow");
  expect(await stack.run(["rollout", "back", "--to", "999", ...by])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("There is no version 999") },
  });
});

test.each([
  ["a canary without a percentage", ["set", "canary", ...by], 2, "A canary needs a percentage"],
  [
    "a percentage without a canary",
    ["set", "active", "--percentage", "10", ...by],
    2,
    "Only a canary has a percentage",
  ],
  ["an unknown mode", ["set", "sideways", ...by], 2, "off, shadow, shadow-run, canary, active"],
  ["no reason", ["set", "off"], 2, "--reason"],
  ["an unknown command", ["set", "off", "--command", "nothing", ...by], 1, "No employee lists"],
])("%s is refused, and nothing is changed", async (_what, args, code, message) => {
  const before = await inForce();
  const finished = await stack.run(["rollout", ...args]);
  expect(finished.code).toBe(code);
  expect(finished.stderr).toContain(message);
  expect(await inForce()).toEqual(before);
});
