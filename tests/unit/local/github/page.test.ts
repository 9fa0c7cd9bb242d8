import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { JobFeed, JobView } from "../../../../local/github/job-feed.ts";
import type { CollaboratorPermission, Comment, HookDelivery } from "./github-objects.ts";
import type { PageView, Pushed } from "./page-objects.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "./support.ts";

const job: JobView = {
  job_id: "abc-security",
  employee: "security",
  command: "security",
  state: "WORKER_RUNNING",
  attempt: 1,
  delivery_id: "d-1",
  source: { kind: "issue_comment", id: 9001 },
  answer: "issuecomment-9002",
  events: [{ n: 1, state: "RECEIVED", at: "2026-11-02T08:41:00.000Z", reason: "" }],
};

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let jobs: JobView[] = [job];
let asked = 0;
const feed: JobFeed = {
  async forPullRequest(repositoryId, prNumber) {
    asked += 1;
    const { id } = github.store.repository("octo-demo", "payments");
    return repositoryId === id && prNumber === 7 ? jobs : [];
  },
  forDelivery: async (deliveryId) => ({
    delivery_id: deliveryId,
    status: "DISPATCHED",
    job_ids: [job.job_id],
  }),
};

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url, jobs: feed });
});

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

/** Reads server-sent events until the signal aborts. */
async function* serverSent(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<{ event: string; data: string }> {
  const response = await fetch(`${github.url}${path}`, { signal });
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event) yield { event, data };
    }
  }
}

describe("the page", () => {
  test.each(["/", "/octo-demo/payments/pull/7", "/never/seen/pull/3"])(
    "is served at %s and runs only its own files",
    async (path) => {
      const response = await fetch(`${github.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
      const html = await response.text();
      for (const [, asset] of html.matchAll(/(?:href|src)="(\/_sim\/[^"]+)"/g)) {
        expect({ asset, status: (await fetch(`${github.url}${asset}`)).status }).toEqual({
          asset,
          status: 200,
        });
      }
    },
  );

  test("serves its libraries and no other packages", async () => {
    const status = async (name: string) => (await fetch(`${github.url}/_sim/libraries/${name}.js`)).status;
    expect(await Promise.all(["marked", "dompurify", "express"].map(status))).toEqual([200, 200, 404]);
  });

  test("serves no files from other folders", async () => {
    for (const path of [
      "/_sim/page/../start-github.ts",
      "/_sim/page/..%2Fstart-github.ts",
      "/_sim/page/none.js",
      "/_sim/web/../console/page/main.js",
      "/_sim/web/..%2Fconsole%2Fpage%2Fmain.js",
      "/_sim/console/main.js",
    ]) {
      expect((await fetch(`${github.url}${path}`)).status).toBe(404);
    }
  });

  test("has the conversation with reactions and edits", async () => {
    const { body: comment } = await github.call<Comment>("POST", `${payments}/issues/9/comments`, {
      body: "one",
    });
    await github.call("PATCH", `${payments}/issues/comments/${comment.id}`, { body: "two" });
    await github.call("POST", `${payments}/issues/comments/${comment.id}/reactions`, { content: "+1" });
    const { body } = await github.call<PageView>("GET", "/_sim/pulls/octo-demo/payments/9");
    expect(body.timeline).toContainEqual(
      expect.objectContaining({
        kind: "comment",
        id: comment.id,
        author: "wendy",
        body: "two",
        edited: true,
        reactions: [{ content: "+1", logins: ["wendy"] }],
      }),
    );
    expect(body.people).toContainEqual({ login: "rita", role: "read" });
    expect(body.showsJobs).toBe(true);
  });

  test("has the URL of the console once it is known, and the commands with the App's name", async () => {
    const snapshot = () => github.call<PageView>("GET", "/_sim/pulls/octo-demo/payments/9");
    expect((await snapshot()).body).toMatchObject({ consoleUrl: null });
    github.linkConsole("http://localhost:3302/");
    expect((await snapshot()).body).toMatchObject({ consoleUrl: "http://localhost:3302/" });
    expect((await github.call("GET", "/_sim/commands")).body).toEqual({ app: "pr-employees", commands: [] });
  });

  test("hides the jobs without a job feed", async () => {
    const plain = await startTestGitHub();
    const { body } = await plain.call<PageView>("GET", "/_sim/pulls/octo-demo/payments/7");
    await plain.stop();
    expect(body.showsJobs).toBe(false);
  });
});

describe("live updates", () => {
  test("reads jobs only while a page is open, and sends changes", async () => {
    expect(asked).toBe(0);
    const leaving = new AbortController();
    const events = serverSent("/_sim/events?repo=octo-demo/payments&pr=7", leaving.signal);
    const nextJobs = async () => {
      for (;;) {
        const { value } = await events.next();
        if (value?.event === "jobs") return JSON.parse(value.data);
      }
    };
    expect(await nextJobs()).toEqual({ jobs: [job], problem: null });
    const done = { ...job, state: "NOTIFIED" };
    jobs = [done];
    expect(await nextJobs()).toEqual({ jobs: [done], problem: null });
    leaving.abort();
  });

  test("sends `changed` after a comment", async () => {
    const leaving = new AbortController();
    const events = serverSent("/_sim/events?repo=octo-demo/payments&pr=9", leaving.signal);
    expect((await events.next()).value?.event).toBe("changed");
    await github.call("POST", `${payments}/issues/9/comments`, { body: "news" });
    for (;;) {
      const { value } = await events.next();
      if (value?.event === "changed") break;
    }
    leaving.abort();
  });
});

describe("the controls", () => {
  async function newestShown() {
    const [newest] = (await github.call<HookDelivery[]>("GET", "/_sim/deliveries")).body;
    if (!newest) throw new Error("The page shows no delivery");
    return newest;
  }

  test("push, close and reopen appear in the conversation", async () => {
    const { body: pushed } = await github.call<Pushed>("POST", "/_sim/pulls/octo-demo/payments/8/push", {
      as: "ferdinand",
    });
    await github.call("POST", "/_sim/pulls/octo-demo/payments/8/state", { as: "octavia", state: "closed" });
    await github.call("POST", "/_sim/pulls/octo-demo/payments/8/state", { as: "octavia", state: "open" });
    const { body } = await github.call<PageView>("GET", "/_sim/pulls/octo-demo/payments/8");
    expect(body.pull).toMatchObject({ state: "open", commits: 2, head: { sha: pushed.head_sha } });
    expect(body.timeline).toMatchObject([
      { kind: "pushed", author: "ferdinand", sha: pushed.head_sha },
      { kind: "closed", author: "octavia" },
      { kind: "reopened", author: "octavia" },
    ]);
  });

  test("grant known roles and refuse unknown ones", async () => {
    const path = "/_sim/repositories/octo-demo/payments/roles";
    expect((await github.call("POST", path, { login: "guest", role: "write" })).status).toBe(200);
    expect((await github.call("POST", path, { login: "guest", role: "king" })).status).toBe(422);
    const { body } = await github.call<CollaboratorPermission>(
      "GET",
      `${payments}/collaborators/guest/permission`,
    );
    expect(body.permission).toBe("write");
  });

  test("show a delivery with its outcome, and redeliver it", async () => {
    await github.call("POST", `${payments}/issues/7/comments`, { body: "/help" });
    await github.deliveries.idle();
    const latest = await newestShown();
    const { body } = await github.call("GET", `/_sim/deliveries/${latest.id}`);
    expect(body).toMatchObject({ guid: latest.guid, processing: { status: "DISPATCHED" } });
    expect((await github.call("POST", `/_sim/deliveries/${latest.id}/redeliver`)).status).toBe(202);
    await github.deliveries.idle();
    expect(await newestShown()).toMatchObject({ guid: latest.guid, redelivery: true });
    expect((await github.call("GET", "/_sim/deliveries/1")).status).toBe(404);
  });
});
