import { beforeEach, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import type { CommentSource } from "../../../../core/github/pull-request.ts";
import { readOnce } from "../../../../core/github/read-once.ts";
import type { RepositoryReader } from "../../../../core/github/repository-reader.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";
import { createFakeRepositoryReader, type FakeRepositoryReader } from "../../../fakes/repository-reader.ts";

const source: CommentSource = { kind: "issue_comment", id: 9001, created_at: "2026-11-23T08:59:58Z" };
const live = { author: "octavia", body: "/summary" };

let reader: FakeRepositoryReader;
let once: RepositoryReader;

beforeEach(() => {
  const comments = { 9001: live, 9002: { ...live, body: "/help" } };
  reader = createFakeRepositoryReader({ comments, permissions: { octavia: "write", wendy: "admin" } });
  once = readOnce(reader, { login: "octavia", comment: source });
});

const asked = (method: string) => reader.asked.filter((one) => one === method).length;

test("all decisions about a command share one read", async () => {
  const target = aTarget();
  expect(await once.comment(target, source)).toEqual(live);
  expect(await once.permissionOf(target, "octavia")).toBe("write");
  expect(await once.pullRequest(target)).toEqual(reader.repository.pull);
  expect((await once.standing(target, { login: "octavia" })).held).toBe("write");
  expect((await once.standing(target, { comment: source })).comment).toEqual(live);
  expect(asked("standing")).toBe(1);
  expect(asked("pullRequest")).toBe(1);
});

test("another account and another comment are read for themselves", async () => {
  const other = { ...source, id: 9002 };
  const review = { ...source, kind: "pull_request_review" as const };
  expect(await once.permissionOf(aTarget(), "wendy")).toBe("admin");
  expect((await once.comment(aTarget(), other))?.body).toBe("/help");
  expect((await once.standing(aTarget(), { login: "wendy" })).held).toBe("admin");
  expect((await once.standing(aTarget(), { comment: other })).comment?.body).toBe("/help");
  await once.comment(aTarget(), review);
  expect(asked("comment")).toBe(3);
});

test("the conversation is read with the rest if the question names it", async () => {
  await once.thread(aTarget());
  expect(asked("standing")).toBe(0);
  const all = readOnce(reader, { login: "octavia", comment: source, thread: true });
  expect(await all.thread(aTarget())).toEqual(reader.repository.thread);
  expect((await all.standing(aTarget(), { login: "octavia" })).held).toBe("write");
  expect((await once.standing(aTarget(), { thread: true })).thread).toEqual([]);
  expect(asked("standing")).toBe(2);
});

test("a deleted comment is not read again", async () => {
  reader.repository.comments = {};
  expect(await once.comment(aTarget(), source)).toBeNull();
  expect(asked("comment")).toBe(1);
});

test("a pull request that is gone hides neither the comment nor the permission", async () => {
  reader.pullRequest = () => Promise.reject(new PermanentError("github_not_found", "gone"));
  expect(await once.comment(aTarget(), source)).toEqual(live);
  expect(await once.permissionOf(aTarget(), "octavia")).toBe("write");
  await expect(once.pullRequest(aTarget())).rejects.toMatchObject({ code: "github_not_found" });
});

test("nothing is read apart while GitHub fails", async () => {
  reader.fail(new RetryableError("github_failed", "GitHub failed"));
  await expect(once.comment(aTarget(), source)).rejects.toMatchObject({ code: "github_failed" });
  await expect(once.permissionOf(aTarget(), "octavia")).rejects.toMatchObject({ code: "github_failed" });
  expect(asked("standing")).toBe(1);
});
