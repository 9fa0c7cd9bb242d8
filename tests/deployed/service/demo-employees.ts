import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { emptyZip, withExecutable, withNodeRuntime } from "../adaptation/zip.ts";
import type { Clients } from "./clients.ts";
import type { SimulatedGitHub } from "./github.ts";
import { projectRoot, stage } from "./paths.ts";

/**
 * The demonstration employees of the deployed stage. That behind a webhook stays on the laptop: a deployed stage calls public
 * addresses only.
 */
const deployed = ["demo-lambda", "demo-workflow"];

/** Gives the stage the demonstration employees, in a copy of the service. */
export function deployDemoEmployees(tree: string): void {
  for (const name of deployed) {
    const file = join(tree, "workflows/employees", `${name}.md`);
    const text = readFileSync(file, "utf8");
    const changed = text.replace("stages: [local]", `stages: [local, ${stage}]`);
    if (changed === text) throw new Error(`${name}.md has no list of stages`);
    writeFileSync(file, changed);
  }
}

/** Creates the function that a team has already: that of the documentation. */
export async function createDemoFunction({ functions, roles }: Clients): Promise<void> {
  const RoleName = "demo-employee";
  const principal = { Service: "lambda.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const code = readFileSync(join(projectRoot, "docs/examples/lambda/index.mjs"), "utf8");
  await functions.send(
    new CreateFunctionCommand({
      FunctionName: "demo-employee",
      // As for the service's own functions: tests/deployed/adaptation/changes.ts.
      Runtime: "provided.al2023",
      Role: Role?.Arn,
      Handler: "index.handler",
      Timeout: 30,
      Code: { ZipFile: withNodeRuntime(withExecutable(emptyZip, "index.mjs", code)) },
    }),
  );
}

/** Stores the workflow employee's secret in the repository of its workflow, as an operator does once. */
export async function storeWorkflowSecret({ secrets }: Clients, github: SimulatedGitHub): Promise<void> {
  const SecretId = `pr-comment-automation/${stage}/employees/demo-workflow`;
  const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  github.store.repository("octo-demo", "payments").secrets.set("EMPLOYEE_SECRET", SecretString);
}
