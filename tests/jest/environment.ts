import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from "@jest/environment";
import { ModernFakeTimers } from "@jest/fake-timers";
import { ModuleMocker } from "jest-mock";
import { withPlainPaths } from "./module-graph.ts";

/** The realm of the worker, which every test file shares. What a file changes in it is put back when the file ends. */
export default class SharedEnvironment implements JestEnvironment {
  readonly global = globalThis as unknown as JestEnvironment["global"];
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly #restore = [rememberGlobals(), rememberProcess()];

  constructor({ projectConfig }: JestEnvironmentConfig, _context: EnvironmentContext) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup(): Promise<void> {
    showPlainPaths();
  }

  async teardown(): Promise<void> {
    this.fakeTimersModern.dispose();
    for (const restore of this.#restore) restore();
  }

  exportConditions(): string[] {
    return ["node", "node-addons"];
  }

  getVmContext(): null {
    return null;
  }
}

/** Jest sets the function that writes stack traces once per worker. */
function showPlainPaths(): void {
  const { prepareStackTrace } = Error;
  if (prepareStackTrace === undefined || prepareStackTrace === plainStackTrace) return;
  jestStackTrace = prepareStackTrace;
  Error.prepareStackTrace = plainStackTrace;
}

let jestStackTrace: NonNullable<typeof Error.prepareStackTrace> = String;

function plainStackTrace(error: Error, frames: NodeJS.CallSite[]): string {
  return withPlainPaths(jestStackTrace(error, frames));
}

/** Returns a function that puts globals back. New ones stay: a package adds them when it is loaded, which happens once. */
function rememberGlobals(): () => void {
  const before = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  return () => {
    for (const [name, { configurable, ...known }] of before) {
      const { value, get } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
      if (configurable && (value !== known.value || get !== known.get)) {
        Object.defineProperty(globalThis, name, { configurable, ...known });
      }
    }
    Reflect.deleteProperty(globalThis, "__coverage__");
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (symbol.description === "JEST_STATE_SYMBOL") Reflect.deleteProperty(globalThis, symbol);
    }
  };
}

function rememberProcess(): () => void {
  const { env, exit, exitCode } = process;
  const folder = process.cwd();
  const variables = { ...env };
  return () => {
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
    Object.assign(process, { env, exit, exitCode });
    if (process.cwd() !== folder) process.chdir(folder);
  };
}
