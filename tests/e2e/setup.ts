import { startStack } from "./start-stack.ts";

/**
 * Starts the laptop for the whole suite, unless these variables name another stack: WEBHOOK_URL, GITHUB_URL
 * (the GitHub that this stack answers on) and WEBHOOK_SECRET.
 */
export default async function setup(): Promise<void> {
  if (process.env.WEBHOOK_URL) return;
  const stack = await startStack();
  process.env.WEBHOOK_URL = stack.webhookUrl;
  process.env.GITHUB_URL = stack.githubUrl;
  process.env.WEBHOOK_SECRET = stack.webhookSecret;
  globalThis.stopLaptop = stack.stop;
}

declare global {
  var stopLaptop: (() => Promise<number | null>) | undefined;
}
