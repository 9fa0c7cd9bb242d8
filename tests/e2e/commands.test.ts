import { describe, expect, test } from "@jest/globals";
import { answersTo, isFinal } from "./answers.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver, githubUrl } from "./webhooks.ts";

const repo = "octo-demo/payments";

interface ReviewComment {
  id: number;
  body: string;
  in_reply_to_id?: number;
}

/** Sends a comment and waits for that many final answers. */
async function ask(body: string, options: { login?: string; pr?: number; answers?: number } = {}) {
  const { answers = 1, pr = 7, ...rest } = options;
  const { status, body: accepted } = await deliver(commentDelivery({ body, pr, ...rest }));
  expect(status).toBe(202);
  return until(
    () => answersTo(repo, pr, accepted.intent_key),
    (found) => found.length === answers && found.every(isFinal),
  );
}

/**
 * Sends a comment without an expected answer, then one with an answer: once that has arrived, the first has
 * been processed too.
 */
async function askWithoutAnswer(body: string, options: { login?: string; id?: number } = {}) {
  const { status, body: accepted } = await deliver(commentDelivery({ body, ...options }));
  expect(status).toBe(202);
  await ask("/help");
  return answersTo(repo, 7, accepted.intent_key);
}

/** Posts a comment as a user through GitHub's API; returns its ID. */
async function commentOnGitHub(login: string, pr: number, body: string): Promise<number> {
  const response = await fetch(`${githubUrl}/repos/${repo}/issues/${pr}/comments`, {
    method: "POST",
    headers: { authorization: `token user:${login}`, "content-type": "application/json" },
    body: JSON.stringify({ body }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: number }).id;
}

describe("a command on a pull request", () => {
  test("/summary answers with the pull request's files", async () => {
    const [answer] = await ask("/summary");

    expect(answer?.body).toContain("| Directory");
    expect(answer?.body).toContain("asked by octavia");
  });

  test("two commands in one comment get two answers", async () => {
    const answers = await ask("Please both:\n\n/summary\n/help", { answers: 2 });

    expect(answers.map(({ job_id }) => job_id.slice(27)).sort()).toEqual(["help", "summary"]);
  });

  test("a mention of the App means the same as a slash", async () => {
    const [answer] = await ask("@pr-employees summary");

    expect(answer?.body).toContain("| Directory");
    const [help] = await ask("@PR-Employees[bot] help");
    expect(help?.body).toContain("`@pr-employees help`");
  });

  test("a command on the diff is answered in its thread", async () => {
    const comments = `${githubUrl}/repos/${repo}/pulls/7/comments`;
    const headers = { authorization: "token user:octavia", "content-type": "application/json" };
    const place = { path: "a.ts", line: 1, commit_id: "a".repeat(40) };
    const body = JSON.stringify({ ...place, body: "/summary" });
    const { id } = (await (await fetch(comments, { method: "POST", headers, body })).json()) as ReviewComment;

    const answer = await until(
      async () => {
        const listed = (await (
          await fetch(`${comments}?per_page=100`, { headers })
        ).json()) as ReviewComment[];
        return listed.find(({ in_reply_to_id }) => in_reply_to_id === id);
      },
      (reply) => Boolean(reply?.body.includes("| Directory")),
    );
    expect(answer?.body).toContain("asked by octavia");
  });

  test("a model employee without a key names the missing setting", async () => {
    const [answer] = await ask("/security the token handling");

    expect(answer?.body).toContain("anthropic_api_key");
  });

  test("a user without permission gets every reason, once", async () => {
    const [answer] = await ask("/security please", { login: "rita" });

    expect(answer?.body).toContain("didn't run");
    expect(answer?.body).toContain("**write**");
  });

  test("invalid arguments are explained", async () => {
    const [answer] = await ask("/security focus=nonsense");

    expect(answer?.body).toContain("didn't run");
    expect(answer?.body).toContain("focus");
  });

  test("a mistyped command gets a hint", async () => {
    const [answer] = await ask("/sumary");

    expect(answer?.body).toContain("Did you mean\u00a0`/summary`?");
  });

  test("/explain shows what happened to a comment, rule by rule", async () => {
    await commentOnGitHub("octavia", 9, "please /summary");

    const [answer] = await ask("/explain", { pr: 9 });

    expect(answer?.body).toMatch(/no command/i);
    expect(answer?.body).not.toContain("could not finish");
  });

  test("/retry restarts a failed job, and /status shows it", async () => {
    const [failed] = await ask("/docs please");

    const [retried] = await ask(`/retry ${failed?.job_id}`);
    const [status] = await ask("/status");

    expect(failed?.body).toContain("anthropic_api_key");
    expect(retried?.body).toContain(`The job \`${failed?.job_id}\` is being retried`);
    expect(status?.body).toMatch(/^\| ›\s`\/docs` \| docs \| [a-z ]+ \| 2 \| octavia \|/m);
    expect(status?.body).toContain(failed?.job_id);
  });

  test("/retry and /cancel report that there is nothing to do", async () => {
    const [done] = await ask("/summary");

    const [retried] = await ask(`/retry ${done?.job_id}`);
    const [cancelled] = await ask(`/cancel ${done?.job_id}`);

    expect(retried?.body).toContain("was answered");
    expect(cancelled?.body).toContain("has already finished");
  });

  test("a pull request from a fork needs an approval for its commit", async () => {
    const [refused] = await ask("/security", { pr: 8 });
    const approval = /`(\/ok-to-run [0-9a-f]{40})`/.exec(refused?.body ?? "")?.[1];
    expect(approval).toBeDefined();

    await commentOnGitHub("rita", 8, approval ?? "");
    const [still] = await ask("/security", { pr: 8 });
    await commentOnGitHub("wendy", 8, approval ?? "");
    const [answer] = await ask("/security", { pr: 8 });

    expect(still?.body).toContain("didn't run");
    expect(answer?.body).toContain("anthropic_api_key");
  });

  test.each([
    ["a quote", "> /summary"],
    ["a code fence", "```\n/summary\n```"],
    ["an HTML comment", "<!--\n/summary\n-->"],
    ["the middle of a line", "please /summary"],
    ["an unknown command", "/frobnicate-the-widget"],
  ])("%s triggers nothing", async (_what, body) => {
    expect(await askWithoutAnswer(body)).toEqual([]);
  });

  test("a bot triggers nothing", async () => {
    expect(await askWithoutAnswer("/summary", { login: "robo[bot]" })).toEqual([]);
  });

  test.each([
    ["another user's comment", "rita"],
    ["a comment with another text", "octavia"],
  ])("an attacker with the webhook secret who names %s triggers nothing", async (_what, author) => {
    const id = await commentOnGitHub(author, 7, "Looks fine to me.");

    expect(await askWithoutAnswer("/summary", { id, login: "octavia" })).toEqual([]);
  });
});
