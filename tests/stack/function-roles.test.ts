import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectRoot } from "./packaging/tree-copy.ts";

interface Plugin {
  hooks: Record<"before:package:compileFunctions" | "before:package:finalize", () => void>;
}

const file = join(projectRoot, "resources/function-roles.mjs");
const { default: FunctionRoles } = (await import(file)) as { default: new (serverless: object) => Plugin };

/** The parts of the framework that the plugin uses: one function, with or without its own role. */
function aServerless(roles: string[], definition: Record<string, unknown> = {}) {
  const Statement = [{ Effect: "Allow", Action: ["logs:CreateLogGroup"], Resource: "*" }];
  const role = () => ({
    Properties: { RoleName: "fixed", Policies: [{ PolicyDocument: { Statement: [...Statement] } }] },
  });
  const Resources: Record<string, object> = Object.fromEntries(roles.map((id) => [id, role()]));
  Resources.WorkLogGroup = {};
  const naming = {
    getRoleLogicalId: () => "Shared",
    getNormalizedFunctionName: (key: string) => key,
    getLogGroupLogicalId: (key: string) => `${key}LogGroup`,
  };
  const service = {
    getAllFunctions: () => ["Work"],
    getFunction: () => definition,
    provider: { compiledCloudFormationTemplate: { Resources } },
  };
  return { classes: { Error }, service, getProvider: () => ({ naming }), Resources, definition };
}

test("a function without its own role stops the packaging", () => {
  const { hooks } = new FunctionRoles(aServerless(["Shared"]));

  expect(hooks["before:package:finalize"]).toThrow("Work has no role of its own");
});

test("a role loses its fixed name and may write to its own log group and the traces", () => {
  const serverless = aServerless(["Shared", "WorkShared"]);

  new FunctionRoles(serverless).hooks["before:package:finalize"]();

  expect(serverless.Resources).toEqual({
    WorkLogGroup: {},
    WorkShared: {
      Properties: {
        Policies: [
          {
            PolicyDocument: {
              Statement: [
                {
                  Effect: "Allow",
                  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                  Resource: { "Fn::GetAtt": ["WorkLogGroup", "Arn"] },
                },
                {
                  Effect: "Allow",
                  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                  Resource: "*",
                },
              ],
            },
          },
        ],
      },
    },
  });
});

test("a function without traces of its own may send none", () => {
  const serverless = aServerless(["Shared", "WorkShared"], { tracing: "PassThrough" });

  new FunctionRoles(serverless).hooks["before:package:finalize"]();

  expect(JSON.stringify(serverless.Resources)).not.toContain("xray");
});

test("an optional function's role and log group have the function's condition", () => {
  const serverless = aServerless(["Shared", "WorkShared"], { condition: "HasWork" });

  new FunctionRoles(serverless).hooks["before:package:finalize"]();

  expect(serverless.Resources).toMatchObject({
    WorkShared: { Condition: "HasWork" },
    WorkLogGroup: { Condition: "HasWork" },
  });
});

test("a long stage name does not stop a function", () => {
  const serverless = aServerless(["Shared"]);

  new FunctionRoles(serverless).hooks["before:package:compileFunctions"]();

  expect(serverless.definition).toHaveProperty("iamRoleStatementsName");
});
