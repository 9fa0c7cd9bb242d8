import { expect, test } from "@jest/globals";
import { buildTask } from "../../../../core/employees/build-task.ts";
import { isTask } from "../../../../core/generated/validators.mjs";
import { aFrozenTask, aTask, aTaskCall } from "../../../fakes/records/task.ts";

test("builds a task of version 1 that its schema accepts", () => {
  const task = aTask();

  expect(isTask(task)).toBe(true);
  expect(task).toMatchObject({
    version: 1,
    attempt: 1,
    employee: "summary",
    requested_by: { login: "octavia", permission: "write" },
    repository: { full_name: "octo-demo/payments" },
    pull_request: { number: 7, base_branch: "main" },
    callback: { secret_id: aTaskCall.callback?.secret_id, expires_at: "2026-11-23T09:05:00.000Z" },
    deadline: "2026-11-23T09:05:00.000Z",
  });
});

test("a runner that responds to the call gets no callback", () => {
  const task = aTask({ callback: null });

  expect(task.callback).toBeNull();
  expect(isTask(task)).toBe(true);
});

test("contains nothing of the context but what the schema names", () => {
  const secretTitle = "not-in-the-task";
  const task = buildTask(aFrozenTask({ title: secretTitle, body: secretTitle }), aTaskCall);

  expect(JSON.stringify(task)).not.toContain(secretTitle);
});

test("refuses a context that was frozen for an own runner, and says what to do", () => {
  const frozen = aFrozenTask();
  const { external: _, ...task } = frozen.task;

  expect(() => buildTask({ ...frozen, task }, aTaskCall)).toThrow(
    expect.objectContaining({
      code: "context_outdated",
      message: expect.stringContaining("give the command again"),
    }),
  );
});

test.each([
  ["another version", { version: 2 }],
  ["no callback field", { callback: undefined }],
  ["a permission that GitHub does not know", { requested_by: { login: "a", id: 1, permission: "owner" } }],
  [
    "a commit that is not a SHA",
    { pull_request: { ...aTask().pull_request, head_sha: "refs/heads/main; rm -rf /" } },
  ],
])("its schema refuses %s", (_, change) => {
  expect(isTask({ ...aTask(), ...change })).toBe(false);
});
