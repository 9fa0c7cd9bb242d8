import { beforeEach, describe, expect, test } from "@jest/globals";
import { approvalRefusals } from "../../../../core/authority/approvals.ts";
import { checkAuthority } from "../../../../core/authority/authority.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { permissions } from "../../../../core/github/permission.ts";
import type { RoutingPolicy } from "../../../../core/routing/routing-policy.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { aTarget, headSha } from "../../../fakes/records/pull-request.ts";
import { createFakeRepositoryReader, type FakeRepositoryReader } from "../../../fakes/repository-reader.ts";

let reader: FakeRepositoryReader;
const policy = aPolicy({ bots: { allow: ["renovate[bot]"] } });
type AllowedBots = RoutingPolicy["bots"]["allow"];
const octavia = { login: "octavia", type: "User" };

beforeEach(() => {
  reader = createFakeRepositoryReader();
});

async function codes(employee = anEmployee(), pinned_sha: string | null = null): Promise<string[]> {
  const request = { sender: octavia, employee, command: "summary", pinned_sha };
  const { refusals } = await checkAuthority(aTarget(), request, { reader, policy });
  return refusals.map(({ code }) => code);
}

test("a user with the required permission is not refused, and the pull request is returned", async () => {
  const request = { sender: octavia, employee: anEmployee(), command: "sum", pinned_sha: headSha };
  const { refusals, pull } = await checkAuthority(aTarget(), request, { reader, policy });
  expect(refusals).toEqual([]);
  expect(pull).toEqual(reader.repository.pull);
});

describe("the permission", () => {
  const pairs = permissions.flatMap((held) => permissions.map((needed) => [held, needed] as const));

  test.each(pairs)("%s if %s is required", async (held, needed) => {
    reader.repository.permissions = { octavia: held };
    const enough = permissions.indexOf(held) >= permissions.indexOf(needed);
    expect(await codes(anEmployee({ minimum_permission: needed }))).toEqual(enough ? [] : ["permission"]);
  });

  test("is none for a user whom GitHub does not know there", async () => {
    reader.repository.permissions = {};
    const request = { sender: octavia, employee: anEmployee(), command: "sum", pinned_sha: null };
    const { refusals } = await checkAuthority(aTarget(), request, { reader, policy });
    expect(refusals[0]?.message).toBe(
      "`/sum` needs **write** permission on this repository; octavia has **none**.",
    );
  });

  test("that cannot be read is an error, not a refusal", async () => {
    reader.fail(new RetryableError("github_failed", "GitHub failed"));
    await expect(codes()).rejects.toMatchObject({ code: "github_failed" });
  });
});

describe("a bot", () => {
  const renovate = { login: "renovate[bot]", type: "Bot" };

  async function heldBy(sender: typeof renovate, allow: AllowedBots): Promise<[string, string[]]> {
    const request = { sender, employee: anEmployee(), command: "sum", pinned_sha: null };
    const bots = { reader, policy: aPolicy({ bots: { allow } }) };
    const { held, refusals } = await checkAuthority(aTarget(), request, bots);
    return [held, refusals.map(({ code }) => code)];
  }

  test.each<[string, AllowedBots, string, string[]]>([
    ["with its login only has write permission", ["renovate[bot]"], "write", []],
    ["in another case has write permission", ["Renovate[bot]"], "write", []],
    ["with a permission has that one", [{ login: "renovate[bot]", permission: "admin" }], "admin", []],
    [
      "with a lower permission has that one",
      [{ login: "renovate[bot]", permission: "read" }],
      "read",
      ["permission"],
    ],
    ["no longer has no permission", ["dependabot[bot]"], "none", ["permission"]],
  ])("on the list %s, without a request to GitHub", async (_what, allow, held, refused) => {
    expect(await heldBy(renovate, allow)).toEqual([held, refused]);
    expect(reader.asked).toEqual(["standing", "pullRequest"]);
  });

  test("is recognised by its type too", async () => {
    expect(await heldBy({ login: "Copilot", type: "Bot" }, ["Copilot"])).toEqual(["write", []]);
  });

  test("a person on the list has the permission that GitHub reports", async () => {
    reader.repository.permissions.robo = "read";
    const allow = [{ login: "robo", permission: "admin" as const }];
    expect(await heldBy({ login: "robo", type: "User" }, allow)).toEqual(["read", ["permission"]]);
  });
});

describe("case 19: the commit", () => {
  test("is refused if it has changed, naming both commits", async () => {
    const request = { sender: octavia, employee: anEmployee(), command: "sum", pinned_sha: "a".repeat(40) };
    const { refusals } = await checkAuthority(aTarget(), request, { reader, policy });
    expect(refusals).toEqual([
      {
        code: "head_moved",
        message:
          "The command was given for commit `aaaaaaa`; the branch is at `5c1d7a0` now. Ask again for the new commit.",
      },
    ]);
  });

  test("does not matter to an employee that sees no code", async () => {
    expect(await codes(anEmployee({ context: [] }), "a".repeat(40))).toEqual([]);
  });
});

describe("a fork", () => {
  const approve = (author: string, body: string) => ({ author, body, created_at: "2026-11-23T08:00:00Z" });

  beforeEach(() => {
    reader.repository.pull.from_fork = true;
    reader.repository.permissions.wendy = "write";
    reader.repository.permissions.rita = "triage";
    reader.repository.permissions.ghost = "admin";
  });

  test("needs an approval", async () => {
    expect(await codes()).toEqual(["fork_not_approved"]);
  });

  test("needs none for an employee that may run on forks", async () => {
    expect(await codes(anEmployee({ forks: "allowed" }))).toEqual([]);
    expect(reader.asked).not.toContain("thread");
  });

  test.each([
    ["the whole commit", "wendy", `/ok-to-run ${headSha}`, []],
    ["the whole commit in capitals", "wendy", `/ok-to-run ${headSha.toUpperCase()}`, []],
    ["a text around it", "wendy", `Looks fine.\n\n/ok-to-run ${headSha}\nThanks!`, []],
    ["another commit", "wendy", `/ok-to-run ${"b".repeat(40)}`, ["fork_not_approved"]],
    ["too few digits", "wendy", `/ok-to-run ${headSha.slice(0, 6)}`, ["fork_not_approved"]],
    ["no commit", "wendy", "/ok-to-run", ["fork_not_approved"]],
    ["the commit among other words", "wendy", `/ok-to-run not ${headSha}`, ["fork_not_approved"]],
    ["a quote", "wendy", `> /ok-to-run ${headSha}`, ["fork_not_approved"]],
    ["a user without write permission", "rita", `/ok-to-run ${headSha}`, ["fork_not_approved"]],
    ["a stranger", "mallory", `/ok-to-run ${headSha}`, ["fork_not_approved"]],
    ["a deleted account", "ghost", `/ok-to-run ${headSha}`, ["fork_not_approved"]],
    ["a bot on the list", "renovate[bot]", `/ok-to-run ${headSha}`, ["fork_not_approved"]],
  ])("approval by %s", async (_what, author, body, refused) => {
    reader.repository.thread = [approve(author, body)];
    expect(await codes()).toEqual(refused);
  });

  test("a bot whose login has no [bot] suffix cannot approve", async () => {
    reader.repository.permissions.Copilot = "write";
    reader.repository.thread = [{ ...approve("Copilot", `/ok-to-run ${headSha}`), bot: true }];
    expect(await codes()).toEqual(["fork_not_approved"]);
  });

  test("a dismissed review approves nothing", async () => {
    reader.repository.thread = [{ ...approve("wendy", `/ok-to-run ${headSha}`), dismissed: true }];
    expect(await codes()).toEqual(["fork_not_approved"]);
  });

  test("our own text, wrapped by a mail program without its markers, approves nothing", async () => {
    const request = { sender: octavia, employee: anEmployee(), command: "sum", pinned_sha: null };
    const { refusals } = await checkAuthority(aTarget(), request, { reader, policy });
    const told = await approvalRefusals(
      { words: [] },
      { ...aTarget(), sender: { ...octavia, id: 11 } },
      { reader },
    );
    const words = [...refusals, ...told].map(({ message }) => message.replaceAll("`", "")).join("\n");
    for (let width = 10; width <= 200; width += 1) {
      const wrapped = words.replaceAll(new RegExp(`(.{1,${width}})(?: |$)`, "g"), "$1\n");
      reader.repository.thread.push(approve("wendy", wrapped));
    }
    expect(reader.repository.thread.some(({ body }) => body.includes(`\n/ok-to-run ${headSha}`))).toBe(true);
    expect(await codes()).toEqual(["fork_not_approved"]);
  });

  test("is approved if one of several users may approve", async () => {
    reader.repository.thread = [
      approve("mallory", `/ok-to-run ${headSha}`),
      approve("wendy", `/ok-to-run ${headSha}`),
    ];
    expect(await codes()).toEqual([]);
  });

  test("an approval of the previous commit is not one of the next", async () => {
    reader.repository.thread = [approve("wendy", `/ok-to-run ${headSha}`)];
    reader.repository.pull.head_sha = "c".repeat(40);
    expect(await codes()).toEqual(["fork_not_approved"]);
  });
});

test("every unmet condition is returned at once", async () => {
  reader.repository.permissions = {};
  reader.repository.pull.from_fork = true;
  expect(await codes(anEmployee(), "a".repeat(40))).toEqual([
    "permission",
    "head_moved",
    "fork_not_approved",
  ]);
});
