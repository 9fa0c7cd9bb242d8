import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type RunningStack, startStack } from "./start-stack.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** A laptop with the secret that the README's commands have. */
let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack({ WEBHOOK_SECRET: "local-webhook-secret" });
});

afterAll(() => stack?.stop());

/** The first match of a pattern in the README, as it is to be typed. */
function written(pattern: RegExp): string {
  const [, command = ""] = pattern.exec(readme) ?? [];
  return command.replace("http://localhost:3000/webhooks/github", stack.webhookUrl);
}

async function typed(command: string): Promise<string> {
  expect(command).not.toBe("");
  const { stdout } = await run("bash", ["-c", command], { cwd: root });
  return stdout;
}

test("what the README has you type is answered on the pull request", async () => {
  process.env.WEBHOOK_URL = stack.webhookUrl;
  process.env.GITHUB_URL = stack.githubUrl;
  process.env.WEBHOOK_SECRET = stack.webhookSecret;
  const { answersTo, isFinal, until } = await import("./answers.ts");
  const curl = written(/```sh\n(payload=[\s\S]*?)```/);

  const first = JSON.parse(await typed(curl)) as { accepted: boolean; intent_key: string };
  const answers = await until(
    () => answersTo("Codertocat/Hello-World", 1, first.intent_key),
    (found) => found.length > 0 && found.every(isFinal),
  );

  expect(first).toMatchObject({ accepted: true });
  expect(answers).toEqual([
    expect.objectContaining({ body: expect.stringContaining("asked by Codertocat") }),
  ]);
  expect(JSON.parse(await typed(curl))).toMatchObject({ duplicate: true });
  const invoked = await typed(written(/`(npx sls invoke local [^`]+)`/));
  expect(invoked).toMatch(/"statusCode": 202/);
}, 120_000);
