import { expect, test } from "@jest/globals";
import { keyLine, keyOfLine } from "../../../../../operator/cli/cut-over/key-lines.ts";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const envelope = anEnvelope();
const parts = {
  ...{ repo_id: envelope.repo_id, event_type: "issue_comment", pr_number: envelope.pr_number },
  ...{ comment_id: envelope.comment_id, action: "created" },
};

test("a request described by the other system gets the key of its webhook", () => {
  expect(keyOfLine(parts)).toEqual({ intent_key: envelope.intent_key, acted: true });
  const { action: _, ...withoutAction } = parts;
  expect(keyOfLine(withoutAction)).toEqual({ intent_key: envelope.intent_key, acted: true });
});

test("reads an exported line", () => {
  const { intent_key } = aJob();
  const acted = keyLine(aJob({ mode: "active", state: "NOTIFIED" }));
  expect(keyOfLine({ ...acted })).toEqual({ intent_key, acted: true });
  for (const seen of [aJob({ mode: "shadow", state: "IGNORED" }), aJob({ state: "REFUSED" })]) {
    expect(keyOfLine({ ...keyLine(seen) })).toEqual({ intent_key, acted: false });
  }
});

test("an unfinished job counts as acted on", () => {
  expect(keyLine(aJob({ state: "DISPATCHED" })).acted).toBe(true);
});

test("two edits of one comment are two keys", () => {
  const edit = { ...parts, action: "edited", updated_at: "2026-11-23T09:00:00Z" };
  const [one, other] = [keyOfLine({ ...edit, body: "/a" }), keyOfLine({ ...edit, body: "/b" })];
  expect(one).not.toEqual(other);
  expect(keyOfLine({ ...parts, action: "edited" })).toBe("An edit needs `updated_at` and `body`.");
});

test.each([
  [{}, "`repo_id` must be a number"],
  [{ ...parts, comment_id: "9" }, "`comment_id` must be a number"],
  [{ ...parts, event_type: 4 }, "`event_type` must be"],
  [{ intent_key: "abc" }, "64 hexadecimal digits"],
  [{ ...parts, acted: "no" }, "`acted` must be"],
])("%j is not a valid line", (line, why) => {
  expect(keyOfLine(line)).toContain(why);
});
