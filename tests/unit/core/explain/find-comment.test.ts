import { beforeEach, describe, expect, test } from "@jest/globals";
import { findComment } from "../../../../core/explain/find-comment.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import { commentedAt } from "../../../fakes/records/webhook.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const said = (id: number, body: string, author = "wendy", created_at = commentedAt) => ({
  id,
  author,
  body,
  created_at,
});
const asked = (text: string) => aJob({ command: { name: "explain", text, arguments: {} } });

/** Where it is, or why there is none. */
async function found(text = "") {
  const comment = await findComment(asked(text), ports);
  return typeof comment === "string" ? comment : comment.source;
}

describe("without an address", () => {
  test("finds the last earlier comment that gives a command", async () => {
    ports.reader.repository.thread = [
      said(1, "/summary"),
      said(2, "I wonder"),
      said(3, "/status"),
      said(4, "/summary", "pr-employees[bot]"),
      said(9001, "/explain"),
      said(5, "/summary", "wendy", "2026-11-23T09:30:00Z"),
    ];
    expect(await found()).toEqual({ kind: "issue_comment", id: 1 });
  });

  test("finds a comment that only seems to give one", async () => {
    ports.reader.repository.thread = [said(1, "/summary"), said(2, "> /security")];
    expect(await found()).toEqual({ kind: "issue_comment", id: 2 });
  });

  test("finds a comment of any kind", async () => {
    ports.reader.repository.thread = [
      { ...said(1, "/summary"), kind: "issue_comment" },
      { ...said(9001, "/security"), kind: "pull_request_review" },
    ];
    expect(await found()).toEqual({ kind: "pull_request_review", id: 9001 });
  });

  test("finds a comment of an enabled bot", async () => {
    ports.policy = aPolicy({ bots: { allow: ["renovate[bot]"] } });
    ports.reader.repository.thread = [said(1, "/summary"), said(2, "/security", "renovate[bot]")];
    expect(await found()).toEqual({ kind: "issue_comment", id: 2 });
  });

  test("does not find the comment itself, even with other commands", async () => {
    ports.reader.repository.thread = [said(1, "/summary"), said(9001, "/security\n/explain")];
    expect(await found()).toEqual({ kind: "issue_comment", id: 1 });
  });

  test("finds nothing if there is none", async () => {
    ports.reader.repository.thread = [said(1, "hello")];
    expect(await found()).toBe("none_before");
  });
});

describe("with an address", () => {
  const live = { author: "wendy", body: "/summary" };

  test.each([
    ["12", "issue_comment"],
    ["https://github.com/o/r/pull/7#issuecomment-12", "issue_comment"],
    ["https://github.com/o/r/pull/7#discussion_r12 please", "pull_request_review_comment"],
    ["#pullrequestreview-12", "pull_request_review"],
  ])("%s is a %s", async (text, kind) => {
    ports.reader.repository.comments[12] = live;
    expect(await found(text)).toEqual({ kind, id: 12 });
  });

  test("an ID that no comment has can be that of a review comment", async () => {
    const { reader } = ports;
    const comment: typeof reader.comment = async (_target, { kind }) =>
      kind === "pull_request_review_comment" ? live : null;
    const by = { ...ports, reader: { ...reader, comment } };
    expect(await findComment(asked("#12"), by)).toMatchObject({
      source: { kind: "pull_request_review_comment", id: 12 },
    });
  });

  test.each([
    ["13", "not_found"],
    ["the one above", "unreadable_address"],
    ["#issuecomment-0", "unreadable_address"],
    ["https://github.com/o/r/pull/7#diff-0a1b2cR12", "unreadable_address"],
    ["https://github.com/o/r/commit/0a1b2c3#commitcomment-12", "unreadable_address"],
    ["https://github.com/o/r/pull/8#issuecomment-12", "other_pull_request"],
  ])("%s is none: %s", async (text, why) => {
    ports.reader.repository.comments[12] = live;
    ports.reader.repository.thread = [said(1, "/summary")];
    expect(await found(text)).toBe(why);
  });
});
