import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "@jest/globals";
import { processTree } from "../processes/rig/function-processes.ts";
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

test("the laptop prints when it is ready or a port is in use, and frees its ports when it is interrupted", async () => {
  const stack = await startStack();
  const addresses = [stack.webhookUrl, stack.githubUrl, stack.consoleUrl];
  const listening = () => Promise.all(addresses.map(isListening));
  try {
    expect(await listening()).toEqual([true, true, true]);
    // The bundler would keep more memory than all functions.
    expect(processTree(stack.process.pid ?? 0).filter(({ command }) => /\besbuild /.test(command))).toEqual(
      [],
    );
    expect(stack.output()).toContain(`Ready: webhooks to ${stack.webhookUrl}`);
    const { port } = new URL(stack.webhookUrl);
    const advice = `Port ${port}, for webhooks, is in use. Stop the process that uses it, or choose another port: PORT=<port> npm start`;
    await expect(startStack({ PORT: port })).rejects.toThrow(advice);
    expect(await listening()).toEqual([true, true, true]);
  } finally {
    expect(await stack.stop()).toBe(0);
  }
  expect(stack.output()).not.toMatch(/goroutine|\n +at /);
  expect(await listening()).toEqual([false, false, false]);
}, 600_000);
