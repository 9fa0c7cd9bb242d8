import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { ask, change } from "./ask.ts";
import { changes, codeOf, failures, type Served, startServed, token } from "./served.ts";

let served: Served;

beforeAll(async () => {
  served = await startServed();
});

afterAll(() => served.close());

afterEach(() => {
  changes.length = 0;
  failures.length = 0;
});

describe("who is let in", () => {
  test("whoever has the address, by either name of this machine", async () => {
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
    ["a part of the token", `/${token.slice(0, -1)}/`],
    ["the token without what follows it", `/${token}`],
    ["the token as a question", `/api/things?token=${token}`],
  ])("not with %s: nothing is there", async (_what, path) => {
    const answer = await ask(served.port, path);
    expect([answer.status, codeOf(answer)]).toEqual([404, "not_found"]);
  });

  test.each(["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"])(
    "not by the name %j that somebody else points at this machine",
    async (host) => {
      for (const path of ["", "api/things"]) {
        const answer = await served.at(path, { headers: { host } });
        expect([answer.status, codeOf(answer)]).toEqual([403, "wrong_host"]);
      }
    },
  );

  test.each<[string, Record<string, string>]>([
    ["of another site", { "sec-fetch-site": "cross-site" }],
    ["of another port of this machine", { "sec-fetch-site": "same-site" }],
    ["with another origin", { origin: "http://localhost:3300" }],
    ["with an origin that is hidden", { origin: "null" }],
    ["with this origin's other name", { origin: "http://localhost:1" }],
  ])("not a page %s, to read or to change", async (_what, headers) => {
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

  test("a change needs the page's own origin", async () => {
    const sent = change(served.port, {});
    const { origin: _, ...headers } = sent.headers as Record<string, string>;
    expect((await served.at("api/things", { ...sent, headers })).status).toBe(403);
    expect((await served.at("api/things", sent)).status).toBe(200);
    expect(changes).toEqual([{}]);
  });

  test("a link may lead to the page", async () => {
    expect((await served.at("", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(200);
  });
});
