import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Employee } from "../../core/roster/employee.ts";
import { anEmployee } from "../fakes/records/employee.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

interface Plugin {
  hooks: Record<"before:package:createDeploymentArtifacts" | "before:offline:start", () => void>;
}

const file = join(projectRoot, "resources/employee-secrets.mjs");
const { default: EmployeeSecrets } = (await import(file)) as { default: new (serverless: object) => Plugin };

const KmsKeyId = { "Fn::If": ["HasKey", "key", "none"] };
const function_arn = "arn:aws:lambda:us-east-1:123456789012:function:legacy";
const role_arn = "arn:aws:iam::123456789012:role/invoke-legacy";

/** The parts of the framework that the plugin uses, after the plugin has run. */
function packaged(roster: Employee[]) {
  const Resources: Record<string, object> = { ModelSecret: { Properties: { KmsKeyId } } };
  const functions: Record<string, { iamRoleStatements: object[] }> = {
    callEmployee: { iamRoleStatements: [] },
    receiveCallback: { iamRoleStatements: [] },
  };
  const service = {
    ...{ service: "pr-comment-automation", provider: { stage: "dev" }, functions },
    resources: { Metadata: { Rules: JSON.stringify({ version: 1, roster }) }, Resources },
  };
  const { hooks } = new EmployeeSecrets({ service, classes: { Error } });
  hooks["before:offline:start"]();
  hooks["before:package:createDeploymentArtifacts"]();
  const statementsOf = (key: string) => functions[key]?.iamRoleStatements;
  return { Resources, calls: statementsOf("callEmployee"), callbacks: statementsOf("receiveCallback") };
}

const webhook = anEmployee({
  name: "legacy-bot",
  title: "Legacy",
  runner: "webhook",
  webhook: { url: "https://a.example/" },
});
const workflow = anEmployee({
  ...{ name: "lint", runner: "github-workflow" },
  workflow: { repository: "octo/tools", file: "lint.yml", ref: "main" },
});
const lambda = (role: string | null, name = "stats") =>
  anEmployee({ name, runner: "lambda", lambda: { function_arn, role_arn: role } });

test("a roster without employees outside adds no secret and no right", () => {
  const { Resources, calls, callbacks } = packaged([anEmployee()]);

  expect(Object.keys(Resources)).toEqual(["ModelSecret"]);
  expect([calls, callbacks]).toEqual([[], []]);
});

test("each employee that sends callbacks gets one secret, in base64, encrypted like the others", () => {
  const { Resources } = packaged([anEmployee(), webhook, workflow, lambda(null)]);

  expect(Object.keys(Resources)).toEqual(["ModelSecret", "EmployeeSecretLegacyBot", "EmployeeSecretLint"]);
  expect(Resources.EmployeeSecretLegacyBot).toEqual({
    Type: "AWS::SecretsManager::Secret",
    DeletionPolicy: "Delete",
    UpdateReplacePolicy: "Delete",
    Properties: {
      Name: "pr-comment-automation/dev/employees/legacy-bot",
      Description: "Signs the messages from and to the employee Legacy",
      KmsKeyId,
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    },
  });
});

test("the callers read the secrets of webhooks only; callbacks are checked with all", () => {
  const { calls, callbacks } = packaged([webhook, workflow]);
  const [legacy, lint] = [{ Ref: "EmployeeSecretLegacyBot" }, { Ref: "EmployeeSecretLint" }];

  const read = { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"] };
  expect(calls).toEqual([{ ...read, Resource: [legacy] }]);
  expect(callbacks).toEqual([{ ...read, Resource: [legacy, lint] }]);
});

test("a function of this account may be invoked, and nothing else", () => {
  const { calls } = packaged([lambda(null), lambda(null, "other")]);

  expect(calls).toEqual([{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [function_arn] }]);
});

test("a function behind a role may be invoked with that role only", () => {
  const { calls } = packaged([lambda(role_arn)]);

  expect(calls).toEqual([{ Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [role_arn] }]);
});
