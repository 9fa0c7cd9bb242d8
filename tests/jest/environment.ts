import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from "@jest/environment";
import { ModernFakeTimers } from "@jest/fake-timers";
import { ModuleMocker } from "jest-mock";
import { withPlainPaths } from "./module-graph.ts";
import { rememberGlobals, rememberProcess } from "./restore.ts";

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
    forgetFile();
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

/** Removes what jest keeps of a file: its tests, which hold all that they use, and its coverage, which it has copied. */
function forgetFile(): void {
  Reflect.deleteProperty(globalThis, "__coverage__");
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (symbol.description === "JEST_STATE_SYMBOL") Reflect.deleteProperty(globalThis, symbol);
  }
}
