import { createRequire } from "node:module";
import { createModuleGraph, type ModuleGraph } from "./module-graph.ts";

const require = createRequire(import.meta.url);
const { default: JestRuntime } = require("jest-runtime") as typeof import("jest-runtime");

const javascript = {
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** Runs a test file in the worker's own realm, with modules that Node loads. */
export default class NativeRuntime extends JestRuntime {
  readonly #modules: ModuleGraph;

  constructor(...parameters: ConstructorParameters<typeof JestRuntime>) {
    const { getBuiltinModule } = process;
    super(...parameters);
    // JestRuntime replaces it, for a realm with a process object of its own.
    process.getBuiltinModule = getBuiltinModule;
    const [, , , transformer, , coverage] = parameters;
    this.#modules = createModuleGraph({
      globals: (path) => this.requireModuleOrMock(path, "@jest/globals"),
      ...(coverage.collectCoverage && {
        transform: (path) =>
          transformer.transform(path, { ...javascript, ...coverage, isInternalModule: false }).code,
      }),
    });
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override unstable_importModule(path: string): Promise<unknown> {
    return this.#modules.import(path);
  }

  override teardown(): void {
    super.teardown();
    this.#modules.release();
  }

  /** Loads a part of jest. The test framework keeps the tests of a file in its module, so each file gets a new one. */
  override requireInternalModule<T = unknown>(from: string, to?: string): T {
    if (to !== undefined) return createRequire(from)(to);
    Reflect.deleteProperty(globalThis, Symbol.for("EVENT_HANDLERS"));
    Reflect.deleteProperty(require.cache, from);
    return require(from);
  }
}
