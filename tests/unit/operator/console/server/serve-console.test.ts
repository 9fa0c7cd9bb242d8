import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { serveConsole } from "../../../../../operator/console/server/serve-console.ts";
import { type Asked, ask, change } from "../ask.ts";
import { changes, failures, routes, type Served, startServed, token } from "../served.ts";

let served: Served;

beforeAll(async () => {
  served = await startServed();
});

afterAll(() => served.close());

afterEach(() => {
  changes.length = 0;
  failures.length = 0;
});

describe("responses", () => {
  test("have security headers", async () => {
    const answers = [
      await served.at(""),
      await served.at("api/things"),
      await served.at("no"),
      await served.at("api/broken"),
    ];
    for (const { headers } of answers) {
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy).toEqual(
        expect.arrayContaining([
          ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"],
          ...["img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
        ]),
      );
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("include the page and every file that it uses", async () => {
    const page = await served.at("");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const named = [...page.text.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(8);
    const imported = new Set(named);
    for (const path of imported) {
      const file = await served.at(path);
      expect([path, file.status]).toEqual([path, 200]);
      // The set grows during the loop.
      for (const [, other = ""] of file.text.matchAll(/from "(\.[^"]+)"/g)) {
        imported.add(new URL(other, `http://x/${path}`).pathname.slice(1));
      }
    }
    expect([...imported]).toContain("operator/web/dom.js");
  });

  test.each([
    "../package.json",
    "operator/console/page/../server/admission.ts",
    "operator/console/page/%2e%2e/server/admission.ts",
    "operator/console/page/..%2fserver%2fadmission.ts",
    "operator/console/page//main.js",
    "operator/console/page/",
    "operator/console/page/main.js/",
    "local/github/page/index.html",
    "operator/web/../console/server/admission.ts",
    "operator/web/%2e%2e/console/server/admission.ts",
    "operator/web/",
    "package.json",
    "//evil.example/",
    "api",
    "api/",
    "api/none",
    "api/things/a%2fb",
    "api/things/../things",
  ])("include no other file: %s", async (path) => {
    const { status, text } = await served.at(path);
    // The server resolves this path, as browsers do.
    if (path === "api/things/../things") return expect(status).toBe(200);
    expect({ status, text }).toEqual({ status: 404, text: expect.stringContaining("not_found") });
  });

  test("are 404 for a path with its own host", async () => {
    expect((await ask(served.port, `http://evil.example/${token}/api/things`)).status).toBe(404);
  });

  test.each([
    ["api/things", "DELETE", "GET, POST"],
    ["api/broken", "POST", "GET"],
    ["", "POST", "GET"],
    ["operator/console/page/main.js", "PUT", "GET"],
  ])("are 405 for %s with %s", async (path, method, allow) => {
    const answer = await served.at(path, { headers: change(served.port, {}).headers, method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  test("show invisible characters in names", async () => {
    expect(JSON.parse((await served.at("api/things", change(served.port, {}))).text)).toEqual({
      name: "[U+202E]eman",
    });
  });

  test("explain a refusal, and hide the text of an unexpected error", async () => {
    const refused = await served.at("api/refused");
    expect(refused.status).toBe(409);
    expect(JSON.parse(refused.text)).toEqual({
      error: { code: "not_done", message: "It has finished.", advice: "Leave it." },
    });
    const broken = await served.at("api/broken");
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain("secret words");
    expect(JSON.parse(broken.text).error.message).toContain("TypeError");
    expect(failures).toEqual([expect.any(TypeError)]);
  });
});

describe("request bodies", () => {
  test.each([
    ["another type", 415, { headers: { "content-type": "text/plain" } }],
    ["no type", 415, { headers: { "content-type": "" } }],
    ["invalid JSON", 400, { body: "{" }],
    ["an array", 400, { body: "[]" }],
    ["an empty body", 400, { body: "" }],
    ["too much", 413, { body: JSON.stringify({ x: "x".repeat(65_536) }) }],
  ])("refuse %s", async (_what, status, part: Partial<Asked>) => {
    const sent = change(served.port, {});
    const headers = { ...sent.headers, ...part.headers };
    const answer = await served.at("api/things", { ...sent, ...part, headers });
    expect(answer.status).toBe(status);
    expect(changes).toEqual([]);
  });
});

test("the laptop's console has no token and the same checks", async () => {
  const laptop = await serveConsole({ port: 0, token: null, routes: async () => routes, failed() {} });
  const own = Number(new URL(laptop.url).port);
  const statuses = [
    await ask(own, "/"),
    await ask(own, "/api/things"),
    await ask(own, "/api/things", { headers: { host: `evil.example:${own}` } }),
    await ask(own, "/api/things", { headers: { origin: `http://localhost:${own + 1}` } }),
    await ask(own, "/../package.json"),
  ].map(({ status }) => status);
  await laptop.close();
  expect(laptop.url).toBe(`http://localhost:${own}/`);
  expect(statuses).toEqual([200, 200, 403, 403, 404]);
});

test("listens on the loopback address only, and reports a port in use", async () => {
  const again = serveConsole({ port: served.port, token, routes: async () => routes, failed() {} });
  await expect(again).rejects.toThrow("EADDRINUSE");
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    await expect(fetch(`http://${address}:${served.port}/`)).rejects.toThrow();
  }
});
