import { readFileSync, statSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

type Hooks = Required<Parameters<typeof registerHooks>[0]>;

export interface GraphOptions {
  /** Returns what `@jest/globals` exports to the module at `path`. */
  globals(path: string): object;
  /** Returns a module as JavaScript, where it is more than its source without types. */
  transform?: (path: string) => string;
}

export interface ModuleGraph {
  import(path: string): Promise<unknown>;
  /** Forgets the options. Node keeps the modules. */
  release(): void;
}

const graphs = new Map<string, GraphOptions>();
let count = 0;
const resolved = new Map<string, string>();
const sources = new Map<string, { changed: number; source: string }>();
const mark = "?graph=";
const globalsName = "jest-globals:";

/**
 * Creates a module graph in which the project's TypeScript is evaluated again; packages and Node's own modules are evaluated
 * once per process. Node tells modules apart by URL, so the URLs of a graph end in its number.
 */
export function createModuleGraph(options: GraphOptions): ModuleGraph {
  if (count === 0) registerHooks({ resolve, load });
  count += 1;
  const graph = String(count);
  graphs.set(graph, options);
  return {
    import: (path) => import(`${pathToFileURL(path)}${mark}${graph}`),
    release: () => void graphs.delete(graph),
  };
}

/** Returns a stack trace with paths in place of a graph's URLs. */
export function withPlainPaths(stack: string): string {
  return stack.replaceAll(/(?:file:\/\/)?(\/[^\s()]+)\?graph=\d+/g, "$1");
}

const resolve: Hooks["resolve"] = (specifier, context, next) => {
  const [parent, graph] = splitUrl(context.parentURL);
  if (graph === undefined) return next(specifier, context);
  if (specifier === "@jest/globals") {
    return { url: `${globalsName}${parent}${mark}${graph}`, format: "module", shortCircuit: true };
  }
  const key = [specifier, parent, ...context.conditions].join(" ");
  const known = resolved.get(key);
  if (known !== undefined) return { url: `${known}${mark}${graph}`, format: "module", shortCircuit: true };
  const found = next(specifier, context);
  if (!isOwnModule(found.url)) return found;
  resolved.set(key, found.url);
  return { ...found, url: `${found.url}${mark}${graph}`, format: "module" };
};

const load: Hooks["load"] = (url, context, next) => {
  const [plain, graph] = splitUrl(url);
  const options = graphs.get(graph ?? "");
  if (options === undefined) return next(url, context);
  const source = plain.startsWith(globalsName)
    ? exportAll(options.globals(fileURLToPath(plain.slice(globalsName.length))))
    : readModule(fileURLToPath(plain), options);
  return { format: "module", source, shortCircuit: true };
};

function readModule(path: string, { transform }: GraphOptions): string {
  if (transform) return transform(path);
  const changed = statSync(path).mtimeMs;
  const known = sources.get(path);
  if (known?.changed === changed) return known.source;
  const source = stripTypeScriptTypes(readFileSync(path, "utf8"));
  sources.set(path, { changed, source });
  return source;
}

/** Returns a module that exports the properties of an object. A module is text, so it picks the object up from a global. */
function exportAll(values: object): string {
  const exported = Symbol.for("tests/jest exports");
  Object.assign(globalThis, { [exported]: values });
  const names = Object.keys(values).join(", ");
  return `export const { ${names} } = globalThis[Symbol.for(${JSON.stringify(exported.description)})];`;
}

/**
 * They take long to read, make or check something that never changes, hand out copies, and import nothing of the project:
 * evaluated once per process too.
 */
const shared =
  /\/(?:simulator\/description|state\/examples|states\/interpreter|webhooks\/examples|fakes\/app-key)\.ts$/;

function isOwnModule(url: string): boolean {
  return /^file:.*\.ts$/.test(url) && !url.includes("/node_modules/") && !shared.test(url);
}

function splitUrl(url = ""): [plain: string, graph: string | undefined] {
  const [plain = "", graph] = url.split(mark);
  return [plain, graph];
}
