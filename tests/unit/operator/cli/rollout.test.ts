import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createRolloutTable } from "../../../../functions/adapters/rollout-table.ts";
import { routing } from "../../../../functions/core/generated/routing.ts";
import { createCurrentRollout } from "../../../../functions/core/routing/current-rollout.ts";
import { decideRollout } from "../../../../functions/core/routing/rollout-mode.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";

let stack: OperatorStack;
let directory: string;
const by = ["--reason", "a rehearsal", "--actor", "ada"];

beforeAll(async () => {
  stack = await startOperatorStack({});
  directory = mkdtempSync(join(tmpdir(), "rollout-"));
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await stack.stop();
});

/** What the dispatcher does with a command from now on. */
async function decided(command: string, repo = "octo-demo/payments") {
  const rollouts = createRolloutTable(stack.ref("IdempotencyTable"));
  const { policy, version } = await createCurrentRollout({ rollouts, clock: Date.now })(routing.rollout);
  const facts = { repo, event_type: "issue_comment", command, intent_key: "80000000" };
  return { mode: decideRollout({ rollout: policy }, facts).mode, version };
}

const inForce = () => createRolloutTable(stack.ref("IdempotencyTable")).current();

async function shown() {
  const { code, stdout } = await stack.run(["rollout", "show", "--json"]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("from what was deployed to a shadow, a part that is live, and back", async () => {
  expect(await shown()).toMatchObject({ version: 0, deployed: true, policy: routing.rollout });

  const shadow = await stack.run(["rollout", "set", "shadow", ...by]);
  expect(shadow.code).toBe(0);
  expect(shadow.stdout).toContain("Version 1 is in force in a few seconds:\n1. everything else: shadow");
  expect(await decided("security")).toEqual({ mode: "shadow", version: 1 });

  const part = ["--repo", "octo-demo/*", "--command", "security"];
  await stack.run(["rollout", "set", "active", ...part, ...by]);
  expect(await decided("security")).toEqual({ mode: "active", version: 2 });
  expect(await decided("security", "octo-other/payments")).toEqual({ mode: "shadow", version: 2 });
  expect(await decided("summary")).toEqual({ mode: "shadow", version: 2 });

  // The same part again: its rule is replaced.
  await stack.run(["rollout", "set", "canary", "--percentage", "10", ...part, ...by]);
  expect((await shown()).policy).toEqual({
    default: "shadow",
    canary_percentage: 0,
    rules: [{ when: { repos: ["octo-demo/*"], commands: ["security"] }, mode: "canary", percentage: 10 }],
  });
  expect(await decided("security")).toEqual({ mode: "shadow", version: 3 });

  const back = await stack.run(["rollout", "back", ...by]);
  expect(back.stdout).toContain("Version 4 takes back version 3");
  expect(await decided("security")).toEqual({ mode: "active", version: 4 });

  await stack.run(["rollout", "back", "--deployed", ...by]);
  expect(await shown()).toMatchObject({ version: 5, deployed: true, changed_by: "operator:ada" });

  const history = await stack.run(["rollout", "history", "--json"]);
  const { versions } = JSON.parse(history.stdout) as { versions: Record<string, unknown>[] };
  expect(versions.map(({ version, changed_by, reason }) => [version, changed_by, reason])).toEqual(
    [5, 4, 3, 2, 1].map((version) => [version, "operator:ada", "a rehearsal"]),
  );
});

test("a file is put in force whole, and every mistake in it is named with its line", async () => {
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

test.each([
  ["a canary without a share", ["set", "canary", ...by], 2, "A canary needs a share"],
  [
    "a share without a canary",
    ["set", "active", "--percentage", "10", ...by],
    2,
    "Only a canary has a share",
  ],
  ["no such mode", ["set", "sideways", ...by], 2, "off, shadow, canary, active"],
  ["no reason", ["set", "off"], 2, "--reason"],
  ["a command that nobody has", ["set", "off", "--command", "nothing", ...by], 1, "No employee lists"],
])("%s is refused, and nothing is changed", async (_what, args, code, message) => {
  const before = await inForce();
  const finished = await stack.run(["rollout", ...args]);
  expect(finished.code).toBe(code);
  expect(finished.stderr).toContain(message);
  expect(await inForce()).toEqual(before);
});
