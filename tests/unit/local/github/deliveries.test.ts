import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { HookDelivery, HookDeliveryDetail } from "./github-objects.ts";
import { type Answer, payments, startReceiver, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: () => receiver.url });
});

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

beforeEach(async () => {
  await github.deliveries.idle();
  receiver.received.length = 0;
  receiver.answer.status = 202;
});

const asApp = <Body = unknown>(method: string, path: string) =>
  github.call<Body>(method, path, undefined, `Bearer ${github.jwt()}`);

async function newestListed() {
  const [newest] = (await asApp<HookDelivery[]>("GET", "/app/hook/deliveries")).body;
  if (!newest) throw new Error("The list has no delivery");
  return newest;
}

async function lastReceived() {
  await github.deliveries.idle();
  const last = receiver.received.at(-1);
  if (!last) throw new Error("Nothing was delivered");
  return { ...last, payload: JSON.parse(last.body) };
}

describe("the list of deliveries", () => {
  test("shows the outcome of each attempt, newest first, and redelivers under the same GUID", async () => {
    receiver.answer.status = 503;
    await github.call("POST", `${payments}/issues/7/comments`, { body: "/help" });
    await github.deliveries.idle();
    const failed = await newestListed();
    expect(failed).toMatchObject({
      event: "issue_comment",
      action: "created",
      status_code: 503,
      status: "Invalid HTTP Response: 503",
      redelivery: false,
    });

    receiver.answer.status = 202;
    expect((await asApp("POST", `/app/hook/deliveries/${failed.id}/attempts`)).status).toBe(202);
    await github.deliveries.idle();
    const again = await newestListed();
    expect(again).toMatchObject({ guid: failed.guid, status: "OK", status_code: 202, redelivery: true });
    expect(again.id).toBeGreaterThan(failed.id);

    const [first, second] = receiver.received.slice(-2);
    expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
    expect(second?.body).toBe(first?.body);
  });

  test("keeps request and response", async () => {
    await github.call("POST", `${payments}/issues/7/comments`, { body: "/help" });
    const sent = await lastReceived();
    const [latest] = (await asApp<HookDelivery[]>("GET", "/app/hook/deliveries?per_page=1")).body;
    const { body } = await asApp<HookDeliveryDetail>("GET", `/app/hook/deliveries/${latest?.id}`);
    expect(body.request.payload).toEqual(sent.payload);
    expect(body.request.headers["X-GitHub-Delivery"]).toBe(sent.headers["x-github-delivery"]);
    expect(body.response).toMatchObject({ payload: '{"delivery":"accepted"}' });
  });

  test("has pages with a cursor", async () => {
    for (let n = 0; n < 5; n += 1) await github.call("POST", `${payments}/issues/7/comments`, { body: "x" });
    await github.deliveries.idle();
    const whole = (await asApp<HookDelivery[]>("GET", "/app/hook/deliveries?per_page=100")).body;
    const ids: number[] = [];
    let next: string | undefined = "/app/hook/deliveries?per_page=2";
    while (next) {
      const page: Answer<HookDelivery[]> = await asApp("GET", next);
      ids.push(...page.body.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    }
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(ids).toEqual(whole.map(({ id }) => id));
  });

  test("is visible only to the App, and refuses unknown ids", async () => {
    expect((await github.call("GET", "/app/hook/deliveries")).status).toBe(401);
    expect((await asApp("GET", "/app/hook/deliveries/1")).status).toBe(404);
  });
});

describe("a receiver that does not answer", () => {
  let other: TestGitHub;

  beforeAll(async () => {
    other = await startTestGitHub({ webhookTimeoutMs: 50 });
  });

  afterAll(() => other.stop());

  async function outcome() {
    await other.call("POST", `${payments}/issues/7/comments`, { body: "x" });
    await other.deliveries.idle();
    return other.deliveries.newestFirst()[0];
  }

  test("because it does not run: failed to connect", async () => {
    expect(await outcome()).toMatchObject({ status: "failed to connect to host", statusCode: 502 });
  });

  test("in time: timed out", async () => {
    other.fail({ path: "^/never", delayMs: 300, status: 200 });
    const config = { url: `${other.url}/never` };
    await other.call("PATCH", "/app/hook/config", config, `Bearer ${other.jwt()}`);
    expect(await outcome()).toMatchObject({ status: "timed out", statusCode: 504 });
  });
});
