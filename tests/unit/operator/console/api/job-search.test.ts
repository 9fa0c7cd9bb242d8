import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;
const idOf = (n: number) => `${String.fromCharCode(97 + n).repeat(26)}-fails1`;

beforeAll(async () => {
  on = await startConsoleOnStack();
  for (const n of [0, 1, 2, 3]) {
    await on.jobIn(idOf(n), ["DISPATCHED"], 9 - n, {
      delivery_id: `4f2d8c1e-0000-4000-8000-00000000000${n}`,
      sender: { login: n === 2 ? "Mallory" : "octavia", id: n, type: "User" },
      source: { kind: "issue_comment", id: 500 + n, created_at: "2026-11-23T08:59:59.000Z" },
    });
  }
});

afterAll(() => on.stop());

async function find(query: string) {
  const { status, body } = await on.get(`jobs?${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as { jobs: { job_id: string }[]; next: string | null; read_until: string | null };
}

const found = async (query: string) => (await find(query)).jobs.map(({ job_id }) => job_id);

describe("the search", () => {
  test("finds the job of a delivery, of a user and of a comment's link", async () => {
    expect(await found("delivery=4f2d8c1e-0000-4000-8000-000000000001")).toEqual([idOf(1)]);
    expect(await found("sender=mallory")).toEqual([idOf(2)]);
    const link = (id: number) =>
      encodeURIComponent(`http://127.0.0.1:9/octo-demo/payments/pull/7#issuecomment-${id}`);
    expect(await found(`comment=${link(503)}`)).toEqual([idOf(3)]);
    expect(await found(`comment=${link(599)}`)).toEqual([]);
  });

  test("returns a page at a time, and where it ends", async () => {
    const first = await find("limit=3");
    expect(first.jobs.map(({ job_id }) => job_id)).toEqual([idOf(3), idOf(2), idOf(1)]);
    const last = await find(`limit=3&cursor=${encodeURIComponent(first.next ?? "")}`);
    expect(last).toMatchObject({ jobs: [{ job_id: idOf(0) }], next: null, read_until: null });
  });

  test.each([
    [
      "comment=https://example.com/a/b/pull/7%23issuecomment-1",
      /uses http:\/\/127\.0\.0\.1:9, not example\.com/,
    ],
    ["comment=payments", /not the link of a comment/],
    ["delivery=%3Cscript%3E", /delivery's GUID/],
    ["sender=a+b", /login/],
    ["cursor=yesterday", /not the cursor/],
    ["cursor=2026-11-24T00:00:00.000Z", /not the cursor/],
  ])("refuses %s with a message", async (query, said) => {
    const { status, body } = await on.get(`jobs?${query}`);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(said)]);
  });
});
