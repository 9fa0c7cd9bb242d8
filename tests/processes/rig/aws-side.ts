import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readEnv } from "../../../core/environment.ts";
import type { AwsFault } from "../../../local/aws/faults/faults.ts";
import type { LaptopFile } from "../../../operator/stack/laptop-file.ts";

/** A test's access to the laptop's AWS from outside. */
export interface AwsSide {
  queues: SQSClient;
  tables: DynamoDBDocumentClient;
  workflows: SFNClient;
  names: ReturnType<typeof readNames>;
  fail(fault: AwsFault): Promise<void>;
  /** Resolves when each fault has hit at least one request. */
  failed(): Promise<boolean>;
  /** Ends all faults. */
  restore(): Promise<void>;
  stop(): void;
}

export function connectAws({ connection, environments }: LaptopFile): AwsSide {
  const { AWS_REGION: region = "", AWS_ENDPOINT_URL = "", AWS_ENDPOINT_URL_SQS = "" } = connection;
  const config = { region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const queues = new SQSClient({ ...config, endpoint: AWS_ENDPOINT_URL_SQS });
  const dynamo = new DynamoDBClient({ ...config, endpoint: AWS_ENDPOINT_URL });
  const workflows = new SFNClient({ ...config, endpoint: AWS_ENDPOINT_URL });

  async function control(method: string, fault?: AwsFault) {
    const body = fault ? JSON.stringify(fault) : null;
    const response = await fetch(`${AWS_ENDPOINT_URL}/_sim/faults`, { method, body });
    if (!response.ok) throw new Error(`The laptop refused a fault: ${await response.text()}`);
    return (await response.json()) as { hits: number }[];
  }

  return {
    queues,
    tables: DynamoDBDocumentClient.from(dynamo),
    workflows,
    names: readNames(environments.dispatchEvent ?? {}),
    fail: async (fault) => void (await control("POST", fault)),
    failed: async () => (await control("GET")).every(({ hits }) => hits > 0),
    restore: async () => void (await control("DELETE")),
    stop() {
      for (const client of [queues, dynamo, workflows]) client.destroy();
    },
  };
}

function readNames(environment: Record<string, string>) {
  const tables = ["IDEMPOTENCY_TABLE", "JOB_TABLE"] as const;
  return readEnv(environment, [...tables, "QUEUE_URL", "DLQ_URL", "STATE_MACHINE_ARN"]);
}
