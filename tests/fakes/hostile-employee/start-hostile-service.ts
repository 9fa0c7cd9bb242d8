import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createDeliveryTable } from "../../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { createIntentTable } from "../../../adapters/dynamodb/intent-table.ts";
import { createJobTable } from "../../../adapters/dynamodb/job-table.ts";
import { createPayloadBucket } from "../../../adapters/storage/payload-bucket.ts";
import type { RunInput } from "../../../core/employees/run-input.schema.ts";
import type { Runner } from "../../../core/employees/runner.ts";
import { createHandler as run } from "../../../functions/run-employee/handler.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../embedded-aws.ts";
import { type RoleProxy, startRoleProxy } from "../iam/role-proxy.ts";
import type { Handler } from "../interpreted-workflow.ts";
import { createFakeLog } from "../log.ts";
import { createFakeMetrics } from "../metrics.ts";
import { fakeRunners } from "../runners.ts";
import { startTestService, type TestService } from "../test-service.ts";
import { clientOf } from "./attempt.ts";

export interface HostileService {
  service: TestService;
  embedded: EmbeddedAws;
  /** AWS with the role of `run-employee`. */
  proxy: RoleProxy;
  /** Code that runs instead of `run-employee`, by job; other jobs are honest. */
  instead: Map<string, (input: RunInput) => Promise<unknown>>;
  /** The model of the honest jobs. */
  model: Runner;
  /** All contents of the tables and the bucket. */
  everything(): Promise<string[]>;
  /** Stores a result as a hostile process does, under its key. */
  leave(input: RunInput, text: string): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * The test service with tables and a bucket of an embedded AWS, where `run-employee`, honest or hostile, has
 * only its own role.
 */
export async function startHostileService(): Promise<HostileService> {
  const embedded = await startEmbeddedAws({});
  const proxy = await startRoleProxy("run-employee", embedded);
  const Bucket = embedded.ref("PayloadBucket");
  const byRole = clientOf(proxy);

  function runEmployee(): Handler {
    const honest = run({
      ...{ log: createFakeLog(), metrics: createFakeMetrics() },
      payloads: createPayloadBucket(Bucket, { timeouts: byRole, mayList: false }),
      runners: fakeRunners({ model: (task, signal) => hostileService.model(task, signal) }),
    }) as unknown as Handler;
    return (event, context) => {
      const input = event as RunInput;
      const hostile = hostileService.instead.get(input.job_id);
      return hostile ? hostile(input) : honest(event, context);
    };
  }

  const gates = embedded.ref("IdempotencyTable");
  const service = await startTestService({
    steps: (own) => ({ ...own, RunEmployee: runEmployee }),
    stores: {
      deliveries: createDeliveryTable(gates),
      intents: createIntentTable(gates),
      jobs: createJobTable(embedded.ref("JobTable")),
      payloads: createPayloadBucket(Bucket),
    },
  });

  const hostileService: HostileService = {
    ...{ service, embedded, proxy, instead: new Map() },
    model: () => Promise.reject(new Error("The test must set the model")),
    async everything() {
      const scans = [embedded.ref("JobTable"), gates].map((TableName) =>
        documentClient().send(new ScanCommand({ TableName, ConsistentRead: true })),
      );
      const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
      const { Contents = [] } = await new S3Client({}).send(new ListObjectsV2Command({ Bucket }));
      const objects = Contents.map(({ Key, ETag }) => `${Key} ${ETag}`);
      return [...items.map((item) => JSON.stringify(item)), ...objects].toSorted();
    },
    leave({ context: { objects } }, text) {
      const object = { Bucket, Key: objects.result, Body: text, IfNoneMatch: "*" };
      return new S3Client(byRole).send(new PutObjectCommand(object));
    },
    async stop() {
      await service.stop();
      await proxy.stop();
      await embedded.stop();
    },
  };
  return hostileService;
}
