import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { deployerPolicy, statements } from "../../scripts/deployer-policy/policy.ts";
import { packageService } from "./packaging/package-service.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const file = readFileSync(join(projectRoot, "resources/deployer-policy.json"), "utf8");
const types = new Set(
  (await packageService()).flatMap(({ template }) =>
    Object.values(template.Resources).map(({ Type }) => Type),
  ),
);

/** Actions without narrower resources in AWS, or whose resources get generated names. */
const everywhere = [
  ...["Alarms", "AskedBeforeADeployment", "Edge", "EventSources", "Keys", "LogDeliveries"],
  ...["NewSecretsAreGenerated", "WebAcl"],
];

describe("resources/deployer-policy.json", () => {
  test("is what scripts/deployer-policy writes: run npm run deployer-policy", () => {
    expect(JSON.parse(file)).toEqual(deployerPolicy());
  });

  test("has the rights for every type of resource of the packaged template, and for no other", () => {
    expect(types.size).toBeGreaterThan(30);
    expect(new Set(statements.flatMap((statement) => statement.types))).toEqual(types);
  });

  test("covers only this service's resources wherever AWS supports it", () => {
    const wide = statements.filter(({ Resource }) => [Resource].flat().includes("*")).map(({ Sid }) => Sid);
    const narrow = statements.filter(({ Sid }) => !everywhere.includes(Sid));

    expect(wide.toSorted()).toEqual(everywhere);
    expect(narrow.length).toBeGreaterThan(10);
    expect(
      statements.flatMap(({ Action }) => Action).filter((action) => /^(\*|\w+:\*)$/.test(action)),
    ).toEqual([]);
  });

  // This policy lets the deployer change what runs, but not read messages, jobs, payloads or the App's key.
  test("reads no data", () => {
    const actions = statements.flatMap(({ Action }) => Action);
    const reading = [
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "sqs:ReceiveMessage",
      "logs:GetLogEvents",
    ];
    const secrets = statements.filter(({ Action }) => Action.includes("secretsmanager:GetSecretValue"));
    const objects = statements.filter(({ Action }) => Action.includes("s3:GetObject"));

    expect(actions.filter((action) => reading.includes(action))).toEqual([]);
    expect(secrets.map(({ Sid }) => Sid)).toEqual(["SecretsThatTheTemplateRefersTo"]);
    expect(JSON.stringify(secrets)).not.toMatch(/GitHubSecret|ModelSecret/);
    expect(objects.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:s3:::pr-comment-automation-*/serverless/*",
    ]);
  });

  test("fits into the policy of a role", () => {
    expect(JSON.stringify(JSON.parse(file)).length).toBeLessThan(10_240);
  });
});
