import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createGitHubClient } from "../../../../adapters/github/client.ts";
import type { Problem } from "./github-objects.ts";
import { startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

const manifest = {
  name: "my-employees",
  url: "https://example.com",
  hook_attributes: { url: "https://hooks.example.com/webhooks/github", active: true },
  redirect_url: "http://127.0.0.1:4000/back",
  default_permissions: { issues: "write" },
  default_events: ["issue_comment"],
};

interface Registered {
  id: number;
  name: string;
  html_url: string;
  pem: string;
  webhook_secret: string;
}

/** Sends the form as a page does; returns the URL that GitHub redirects the user to. */
async function register(path: string): Promise<URL> {
  const response = await fetch(new URL(path, github.url), {
    method: "POST",
    body: new URLSearchParams({ manifest: JSON.stringify(manifest) }),
    redirect: "manual",
  });
  expect(response.status).toBe(302);
  return new URL(response.headers.get("location") ?? "");
}

const convert = <Body>(code: string | null) =>
  github.call<Body>("POST", `/app-manifests/${code}/conversions`, undefined, "");

test("registers an App from a manifest; the App authenticates with its new key", async () => {
  const back = await register("/organizations/octo-demo/settings/apps/new?state=s1");
  expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:4000\/back\?code=\w{40}&state=s1$/);
  const { status, body } = await convert<Registered>(back.searchParams.get("code"));
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: "my-employees",
    permissions: { issues: "write" },
    events: ["issue_comment"],
    webhook_secret: expect.stringMatching(/^\w{40}$/),
  });
  expect(createPrivateKey(body.pem).asymmetricKeyType).toBe("rsa");

  const credentials = async () => ({ app_id: body.id, private_key: body.pem });
  const client = createGitHubClient({ apiUrl: github.url, credentials, permissions: {} });
  const asked = await client.callAsApp((api) => api.request("GET /app/hook/config"));
  expect(asked.data.url).toBe(manifest.hook_attributes.url);
});

test("accepts each code once, and no other code", async () => {
  const code = (await register("/settings/apps/new")).searchParams.get("code");
  expect((await convert(code)).status).toBe(201);
  expect((await convert<Problem>(code)).body.message).toBe("Not Found");
  expect((await convert("made-up")).status).toBe(404);
});

test("reads a body as a form only if it is not JSON", async () => {
  const response = await fetch(new URL("/repos/octo-demo/payments/issues/7/comments", github.url), {
    method: "POST",
    headers: { authorization: "token user:wendy", "content-type": "application/x-www-form-urlencoded" },
    body: JSON.stringify({ body: "as curl sends it" }),
  });
  expect(response.status).toBe(201);
});
