import { describe, expect, test } from "@jest/globals";

interface Search {
  asked: Record<string, string>;
  words: string[];
}

const file = new URL("../../../../../operator/console/page/job-search.js", import.meta.url);
const { readSearch, fits } = (await import(file.href)) as {
  readSearch(text: string): Search;
  fits(search: Search, job: unknown): boolean;
};

const guid = "4f2d8c1e-0000-4000-8000-000000000001";
const link = "https://github.com/octo-demo/payments/pull/7#issuecomment-1";
const job = {
  ...{ job_id: "abc-security", repo: "octo-demo/payments", pr_number: 7, employee: "security" },
  ...{ command: "sec", sender: "octavia", state: "NOTIFIED", outcome: "failed", mode: "active" },
  delivery_id: guid,
};

describe("the filter", () => {
  test.each<[string, Search["asked"], string[]]>([
    ["", {}, []],
    ["security", {}, ["security"]],
    ["octo-demo/payments", { repo: "octo-demo/payments" }, []],
    ["octo-demo/payments#7 Failed", { repo: "octo-demo/payments", pr: "7" }, ["failed"]],
    ["@octavia", { sender: "octavia" }, []],
    ["@renovate[bot] docs", { sender: "renovate[bot]" }, ["docs"]],
    [guid.toUpperCase(), { delivery: guid }, []],
    [` ${link} `, { comment: link }, []],
    ["https://github.com/octo-demo", {}, ["https://github.com/octo-demo"]],
    ["<b>", {}, ["<b>"]],
  ])("%j", (text, asked, words) => {
    expect(readSearch(text)).toEqual({ asked, words });
  });

  test.each([
    ["", true],
    ["sec fail", true],
    ["octo-demo/payments#7", true],
    ["Octo-Demo/Payments", true],
    ["octo-demo/payments#77", false],
    ["octo-demo/pay", false],
    ["@OCTAVIA", true],
    ["@octa", false],
    [guid, true],
    [guid.replace("1", "2"), false],
    // Only the server knows the job's comment.
    [link, false],
  ])("%j fits a listed job: %j", (text, expected) => {
    expect(fits(readSearch(text), job)).toBe(expected);
  });
});
