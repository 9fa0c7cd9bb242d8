import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { ask } from "../console/ask.ts";
import { startCli } from "./cli.ts";

let stack: OperatorStack;

beforeAll(async () => {
  stack = await startOperatorStack({});
});

afterAll(() => stack.stop());

const start = (...args: string[]) =>
  startCli(["console", "--stage", "test", "--region", "eu-central-1", ...args], {
    env: stack.aws.environment,
  });

test("prints a secret URL, serves the stack there, and ends when it is interrupted", async () => {
  const running = start("--actor", "ada");
  const address = await running.printed(/^Open (http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/)$/m);
  const { port, pathname } = new URL(address);
  const overview = await ask(Number(port), `${pathname}api/overview`);
  const taken = await start("--port", port).finished;
  running.stop();
  const { code, stdout, stderr } = await running.finished;

  expect(JSON.parse(overview.text).stack.name).toBe("pr-comment-automation-test");
  expect((await ask(Number(port), pathname).catch((error) => error)).code).toBe("ECONNREFUSED");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `Open ${address}\n` });
  expect(stderr).toContain("with your credentials. Press Ctrl+C to stop it.");
  expect(taken).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is not available\.\nChoose another --port/),
  });
});

test("does not start for an unknown stack", async () => {
  const { code, stderr } = await startCli(["console", "--stage", "none", "--region", "eu-central-1"], {
    env: stack.aws.environment,
  }).finished;
  expect(code).toBe(1);
  expect(stderr).toContain("There is no stack pr-comment-automation-none");
});
