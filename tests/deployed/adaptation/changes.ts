import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject, Resource, Template } from "../../stack/packaging/template.ts";
import { mapJson } from "./map-json.ts";

export interface Surroundings {
  template: Template;
  /** Port of MiniStack's APIs. */
  awsPort: string;
  /** The URL of the edge, or of the API without an edge. */
  publicUrl: string;
}

export interface Change {
  name: string;
  reason: string;
  /** Returns one resource's properties in MiniStack's form. */
  change(resource: Resource, surroundings: Surroundings): JsonObject;
}

/** Resources that MiniStack needs in another form than AWS. A change without effect fails the run. */
export const changes: Change[] = [
  {
    name: "functions contain their runtime",
    reason: "MiniStack's Node.js runtime finds no .cjs file and gives every error the same name",
    change: ({ Type, Properties }) =>
      Type === "AWS::Lambda::Function" ? { ...Properties, Runtime: "provided.al2023" } : Properties,
  },
  {
    name: "a reference to a secret is its ARN",
    reason: "In MiniStack it is the secret's name; the attribute `Id` is the ARN there as on AWS",
    change: ({ Properties }, { template }) =>
      mapJson(Properties, (value) => {
        const id = typeof value.Ref === "string" ? value.Ref : "";
        const isSecret = template.Resources[id]?.Type === "AWS::SecretsManager::Secret";
        return isSecret ? { "Fn::GetAtt": [id, "Id"] } : value;
      }) as JsonObject,
  },
  {
    name: "generated secrets exclude each punctuation mark",
    reason: "MiniStack ignores ExcludePunctuation, and an employee's secret must be base64",
    change: ({ Type, Properties }) => {
      const { GenerateSecretString: generated } = Properties;
      if (Type !== "AWS::SecretsManager::Secret" || !isObject(generated)) return Properties;
      if (generated.ExcludePunctuation !== true) return Properties;
      return { ...Properties, GenerateSecretString: { ...generated, ExcludeCharacters: punctuation } };
    },
  },
  {
    name: "an object is written without a condition in the policy",
    reason:
      "MiniStack does not know the condition key s3:if-none-match; it does refuse a second write that sends the header",
    change: ({ Type, Properties }) =>
      Type === "AWS::IAM::Role"
        ? (mapJson(Properties, (value) =>
            asksForCondition(value) ? withoutCondition(value) : value,
          ) as JsonObject)
        : Properties,
  },
  {
    name: "two messages at a time are dispatched",
    reason: "MiniStack starts a process for every running execution, and this machine may have two cores",
    change: ({ Type, Properties }) =>
      Type === "AWS::Lambda::EventSourceMapping" && Properties.ScalingConfig
        ? { ...Properties, BatchSize: 2, ScalingConfig: { MaximumConcurrency: 2 } }
        : Properties,
  },
  {
    name: "messages become visible again after 30 s",
    reason: "MiniStack ends running executions when their function is updated; AWS lets them finish",
    change: ({ Type, Properties }) =>
      Type === "AWS::SQS::Queue" && Number(Properties.VisibilityTimeout) > 30
        ? { ...Properties, VisibilityTimeout: 30 }
        : Properties,
  },
  {
    name: "the edge's origin is the API's path in MiniStack",
    reason: "MiniStack's CloudFront calls no host with an AWS name, and this machine's DNS has no other",
    change: ({ Type, Properties }, { awsPort }) =>
      Type === "AWS::CloudFront::Distribution"
        ? (mapJson(Properties, (value) =>
            isApiOrigin(value) ? originHere(value, awsPort) : value,
          ) as JsonObject)
        : Properties,
  },
  {
    name: "functions find the edge by its address",
    reason: "This machine's DNS has no cloudfront.net and no execute-api",
    change: ({ Type, Properties }, { publicUrl }) => {
      if (Type !== "AWS::Lambda::Function") return Properties;
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: JsonObject };
      const known = {
        WEBHOOK_URL: `${publicUrl}/webhooks/github`,
        CALLBACK_URL: `${publicUrl}/callbacks/`,
        EDGE_URL: publicUrl,
      };
      const here = Object.fromEntries(Object.entries(known).filter(([name]) => name in Variables));
      if (Object.keys(here).length === 0) return Properties;
      return { ...Properties, Environment: { Variables: { ...Variables, ...here } } };
    },
  },
];

const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asksForCondition({ Condition }: JsonObject): boolean {
  return isDeepStrictEqual(Condition, { Null: { "s3:if-none-match": "false" } });
}

function withoutCondition({ Condition: _, ...statement }: JsonObject): JsonObject {
  return statement;
}

function isApiOrigin({ CustomOriginConfig, DomainName }: JsonObject): boolean {
  return CustomOriginConfig !== undefined && DomainName !== undefined;
}

function originHere(origin: JsonObject, port: string): JsonObject {
  const { OriginReadTimeout } = origin.CustomOriginConfig as { OriginReadTimeout: number };
  const { OriginPath = "" } = origin;
  return {
    ...origin,
    DomainName: "127.0.0.1",
    OriginPath: { "Fn::Join": ["", ["/_aws/execute-api/", { Ref: "HttpApi" }, OriginPath]] },
    CustomOriginConfig: { HTTPPort: Number(port), OriginProtocolPolicy: "http-only", OriginReadTimeout },
  };
}

/** Changes the template in place. Returns how many resources each change has changed. */
export function applyChanges(surroundings: Surroundings): Map<string, number> {
  const counts = new Map(changes.map(({ name }) => [name, 0]));
  for (const { name, change } of changes) {
    for (const resource of Object.values(surroundings.template.Resources)) {
      const properties: Json = resource.Properties ?? {};
      const changed = change({ ...resource, Properties: properties }, surroundings);
      if (isDeepStrictEqual(changed, properties)) continue;
      resource.Properties = changed;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
