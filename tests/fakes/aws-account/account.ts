import { type HttpExchange, listen } from "../../../local/aws/server/listen.ts";
import { createFakeBuckets } from "./buckets.ts";

export interface AccountOptions {
  /** Lambda's quota, and its unreserved part. */
  concurrency?: { limit: number; unreserved: number };
}

export interface DeployedStack {
  template: { Resources: Record<string, { Type: string; DeletionPolicy?: string }> };
  /** Physical ids by logical id. */
  resources: Record<string, string>;
  isProtected?: boolean;
  outputs?: string[];
}

export type AwsAccount = Awaited<ReturnType<typeof startAwsAccount>>;

const pageSize = 100;

/**
 * CloudFormation, S3 and Lambda over HTTP for the real clients, as far as our plugins call them. As on AWS,
 * lists of resources have pages, and `DescribeStackResources` returns only the first hundred.
 */
export async function startAwsAccount({
  concurrency = { limit: 1000, unreserved: 1000 },
}: AccountOptions = {}) {
  const stacks = new Map<string, DeployedStack>();
  const protectedTables = new Set<string>();
  /** All requests that change something. */
  const changes: string[] = [];
  const buckets = createFakeBuckets(changes);

  function cloudFormation(form: URLSearchParams): string {
    const [action, name] = [form.get("Action"), form.get("StackName") ?? ""];
    const stack = stacks.get(name);
    if (!stack) throw new Error(`Stack with id ${name} does not exist`);
    if (action === "DescribeStacks") return describeStack(name, stack);
    if (action === "GetTemplate") {
      return `<TemplateBody>${escapeXml(JSON.stringify(stack.template))}</TemplateBody>`;
    }
    const all = Object.entries(stack.resources).map(([id, physicalId]) => resourceXml(stack, id, physicalId));
    if (action === "DescribeStackResources") {
      return `<StackResources>${all.slice(0, pageSize).join("")}</StackResources>`;
    }
    if (action !== "ListStackResources") throw new Error(`Unknown action ${action}`);
    const from = Number(form.get("NextToken") ?? 0);
    const next = from + pageSize < all.length ? `<NextToken>${from + pageSize}</NextToken>` : "";
    const page = all.slice(from, from + pageSize).join("");
    return `<StackResourceSummaries>${page}</StackResourceSummaries>${next}`;
  }

  async function serve({ request, body, response }: HttpExchange): Promise<void> {
    const url = new URL(request.url ?? "/", "http://aws");
    if (url.pathname.startsWith("/2016-08-19/account-settings")) {
      const { limit, unreserved } = concurrency;
      const AccountLimit = { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved };
      return void response.end(JSON.stringify({ AccountLimit }));
    }
    const target = String(request.headers["x-amz-target"] ?? "");
    if (target.startsWith("DynamoDB_")) {
      const { TableName, DeletionProtectionEnabled } = JSON.parse(body.toString()) as {
        TableName: string;
        DeletionProtectionEnabled?: boolean;
      };
      if (target.endsWith("UpdateTable")) {
        changes.push(`UpdateTable ${TableName}`);
        if (DeletionProtectionEnabled) protectedTables.add(TableName);
        else protectedTables.delete(TableName);
      }
      const Table = { TableName, DeletionProtectionEnabled: protectedTables.has(TableName) };
      return void response.end(JSON.stringify({ Table }));
    }
    const form = new URLSearchParams(body.toString());
    if (!form.has("Action")) return buckets.serve(url, request, body, response);
    try {
      const action = form.get("Action");
      const result = cloudFormation(form);
      response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
    } catch (error) {
      const { message } = error as Error;
      response.writeHead(400).end(errorXml("ValidationError", message));
    }
  }

  const listener = await listen(serve);
  const config = {
    region: "us-east-1",
    endpoint: listener.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return { config, stacks, buckets, changes, protectedTables, stop: listener.close };
}

function describeStack(name: string, { isProtected = false, outputs = [] }: DeployedStack): string {
  const members = outputs.map((key) => `<member><OutputKey>${key}</OutputKey></member>`).join("");
  return (
    `<Stacks><member><StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>` +
    `<StackId>arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/1</StackId>` +
    `<EnableTerminationProtection>${isProtected}</EnableTerminationProtection><Outputs>${members}</Outputs></member></Stacks>`
  );
}

function resourceXml({ template }: DeployedStack, id: string, physicalId: string): string {
  return (
    `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId>` +
    `<ResourceType>${template.Resources[id]?.Type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`
  );
}

function errorXml(code: string, message: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
