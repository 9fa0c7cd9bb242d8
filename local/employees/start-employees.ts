import { join } from "node:path";
import type { LaptopFunction } from "../aws/lambda/laptop-function.ts";
import { startDemoBot } from "./demo-bot.ts";

/** The host in the roster file of the demo bot, which the laptop serves itself. */
const botHost = "demo-bot.localhost";

export interface LaptopEmployees {
  /** Variables of the functions: which hosts are on this machine. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the webhook employee with its secret, if the roster has it. `hosts` are other servers that the user runs. */
export async function startEmployees(
  secret: string | undefined,
  hosts: string,
  log: (line: string) => void,
): Promise<LaptopEmployees> {
  const bot = secret === undefined ? null : await startDemoBot(secret, log);
  const port = bot && new URL(bot.url).port;
  const all = [hosts, port && `${botHost}=http://localhost:${port}`].filter((entry) => entry);
  return {
    environment: all.length > 0 ? { EMPLOYEE_HOSTS_LOCAL: all.join(",") } : {},
    stop: async () => void (await bot?.close()),
  };
}

/** Returns the Lambda employee, a function that the stack does not create: that of the documentation. */
export function demoFunction(serviceDir: string): LaptopFunction {
  return {
    key: "demoEmployee",
    name: "demo-employee",
    logicalId: "DemoEmployee",
    file: join(serviceDir, "docs/examples/lambda/index.mjs"),
    exportName: "handler",
    timeoutSeconds: 30,
    environment: {},
    queueSources: [],
  };
}
