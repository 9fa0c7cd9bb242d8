import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { ask, change } from "../ask.ts";
import { changes, codeOf, failures, type Served, startServed, token } from "../served.ts";

let served: Served;

beforeAll(async () => {
  served = await startServed();
});

afterAll(() => served.close());

afterEach(() => {
  changes.length = 0;
  failures.length = 0;
});

describe("admission", () => {
  test("admits the URL by either name of this machine", async () => {
    expect(served.url).toBe(`http://127.0.0.1:${served.port}/${token}/`);
    const named = { headers: { host: `localhost:${served.port}` } };
    expect((await served.at("")).status).toBe(200);
    expect((await served.at("", named)).status).toBe(200);
    expect(JSON.parse((await served.at("api/things?asked=x", named)).text)).toEqual({ asked: "x" });
  });

  test.each([
    ["no token", "/"],
    ["no token before the API", "/api/things"],
    ["another token", `/${token.replace("a", "b")}/api/things`],
    ["part of the token", `/${token.slice(0, -1)}/`],
    ["the token without a slash", `/${token}`],
    ["the token as a query", `/api/things?token=${token}`],
  ])("answers 404 for %s", async (_what, path) => {
    const answer = await ask(served.port, path);
    expect([answer.status, codeOf(answer)]).toEqual([404, "not_found"]);
  });

  test.each(["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"])(
    "refuses the host name %j",
    async (host) => {
      for (const path of ["", "api/things"]) {
        const answer = await served.at(path, { headers: { host } });
        expect([answer.status, codeOf(answer)]).toEqual([403, "wrong_host"]);
      }
    },
  );

  test.each<[string, Record<string, string>]>([
    ["from another site", { "sec-fetch-site": "cross-site" }],
    ["from another port of this machine", { "sec-fetch-site": "same-site" }],
    ["with another origin", { origin: "http://localhost:3300" }],
    ["with a hidden origin", { origin: "null" }],
    ["with this origin's other name", { origin: "http://localhost:1" }],
  ])("refuses requests %s", async (_what, headers) => {
    const sent = change(served.port, {});
    const answers = [
      await served.at("api/things", { headers }),
      await served.at("api/things", { ...sent, headers: { ...sent.headers, ...headers } }),
      await served.at("operator/console/page/main.js", { headers }),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(
      answers.map(() => [403, "cross_origin"]),
    );
    expect(changes).toEqual([]);
  });

  test("refuses a change without the page's origin", async () => {
    const sent = change(served.port, {});
    const { origin: _, ...headers } = sent.headers as Record<string, string>;
    expect((await served.at("api/things", { ...sent, headers })).status).toBe(403);
    expect((await served.at("api/things", sent)).status).toBe(200);
    expect(changes).toEqual([{}]);
  });

  test("admits a link to the page", async () => {
    expect((await served.at("", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(200);
  });
});
