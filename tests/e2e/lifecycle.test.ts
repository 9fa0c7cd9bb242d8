import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "@jest/globals";
import { startStack } from "./start-stack.ts";

async function isListening(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), "localhost");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test("the laptop says when it is ready and frees its ports when it is interrupted", async () => {
  const stack = await startStack();
  const listened = [await isListening(stack.webhookUrl), await isListening(stack.githubUrl)];

  const code = await stack.stop();

  expect(listened).toEqual([true, true]);
  expect(code).toBe(0);
  expect([await isListening(stack.webhookUrl), await isListening(stack.githubUrl)]).toEqual([false, false]);
  expect(stack.output()).toContain(`Ready: webhooks to ${stack.webhookUrl}`);
}, 90_000);

test("a port that is taken is said so", async () => {
  const stack = await startStack();
  try {
    const taken = { PORT: new URL(stack.webhookUrl).port };

    await expect(startStack(taken)).rejects.toThrow(/EADDRINUSE|in use/);
  } finally {
    await stack.stop();
  }
}, 120_000);
