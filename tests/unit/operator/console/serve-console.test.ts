import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { serveConsole } from "../../../../operator/console/server/serve-console.ts";
import { type Asked, ask, change } from "./ask.ts";
import { changes, failures, routes, type Served, startServed, token } from "./served.ts";

let served: Served;

beforeAll(async () => {
  served = await startServed();
});

afterAll(() => served.close());

afterEach(() => {
  changes.length = 0;
  failures.length = 0;
});

describe("what is answered", () => {
  test("keeps what it shows to itself, whatever it answers", async () => {
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

  test("the page, with everything that it names", async () => {
    const page = await served.at("");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const named = [...page.text.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(8);
    const imported = new Set(named);
    for (const path of imported) {
      const file = await served.at(path);
      expect([path, file.status]).toEqual([path, 200]);
      // Modules are added while they are looked at.
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
  ])("nothing else: %s", async (path) => {
    const { status, text } = await served.at(path);
    // A client that is none puts paths right itself; this one does what browsers do.
    if (path === "api/things/../things") return expect(status).toBe(200);
    expect({ status, text }).toEqual({ status: 404, text: expect.stringContaining("not_found") });
  });

  test("a path that brings its own host along leads nowhere", async () => {
    expect((await ask(served.port, `http://evil.example/${token}/api/things`)).status).toBe(404);
  });

  test.each([
    ["api/things", "DELETE", "GET, POST"],
    ["api/broken", "POST", "GET"],
    ["", "POST", "GET"],
    ["operator/console/page/main.js", "PUT", "GET"],
  ])("%s knows no %s", async (path, method, allow) => {
    const answer = await served.at(path, { headers: change(served.port, {}).headers, method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  test("what a stranger's name hides is shown", async () => {
    expect(JSON.parse((await served.at("api/things", change(served.port, {}))).text)).toEqual({
      name: "[U+202E]eman",
    });
  });

  test("a refusal says what to do, and what failed by itself says nothing of the inside", async () => {
    const refused = await served.at("api/refused");
    expect(refused.status).toBe(409);
    expect(JSON.parse(refused.text)).toEqual({
      error: { code: "not_done", message: "It is over.", advice: "Leave it." },
    });
    const broken = await served.at("api/broken");
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain("secret words");
    expect(JSON.parse(broken.text).error.message).toContain("TypeError");
    expect(failures).toEqual([expect.any(TypeError)]);
  });
});

describe("what is taken", () => {
  test.each([
    ["another type", 415, { headers: { "content-type": "text/plain" } }],
    ["no type", 415, { headers: { "content-type": "" } }],
    ["no JSON", 400, { body: "{" }],
    ["no object", 400, { body: "[]" }],
    ["nothing", 400, { body: "" }],
    ["too much", 413, { body: JSON.stringify({ x: "x".repeat(65_536) }) }],
  ])("not %s", async (_what, status, part: Partial<Asked>) => {
    const sent = change(served.port, {});
    const headers = { ...sent.headers, ...part.headers };
    const answer = await served.at("api/things", { ...sent, ...part, headers });
    expect(answer.status).toBe(status);
    expect(changes).toEqual([]);
  });
});

test("beside the laptop there is no token, and all else holds", async () => {
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

test("it listens on the loopback address alone, and a port that is taken is said to be", async () => {
  const again = serveConsole({ port: served.port, token, routes: async () => routes, failed() {} });
  await expect(again).rejects.toThrow("EADDRINUSE");
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    await expect(fetch(`http://${address}:${served.port}/`)).rejects.toThrow();
  }
});
