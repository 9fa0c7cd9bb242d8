import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import type { AwsOptions } from "../aws-options.ts";
import type { AwsFaults } from "../faults/faults.ts";
import type { Listener } from "../server/listen.ts";
import { supportConditionalPuts } from "./conditional-put.ts";
import { moveMessages } from "./move-messages.ts";
import { storesOnDisk } from "./stores-on-disk.ts";

/**
 * Serves SQS and S3 on one port of the loopback address. The queue URLs of fauxqs need DNS
 * (`http://sqs.us-east-1.localhost:1234/...`), so clients get URLs of this listener instead; the name at the end of any URL
 * finds the queue.
 */
export async function serveStorage(
  { region, ports, dataDirectory }: Pick<AwsOptions, "region" | "ports" | "dataDirectory">,
  faults: AwsFaults,
): Promise<Listener> {
  const stores = dataDirectory && { stores: await storesOnDisk(join(dataDirectory, "objects")) };
  const app = buildApp({ logger: false, defaultRegion: region, ...stores });
  const internalUrls = new Map<string, string>();
  let url = "";

  app.addHook("onRequest", async ({ raw }, reply) => {
    if (faults.apply(raw, reply.raw)) reply.hijack();
  });
  supportConditionalPuts(app);
  app.addHook("preHandler", async ({ body, headers }, reply) => {
    if (isRecord(body) && headers["x-amz-target"] === "AmazonSQS.StartMessageMoveTask") {
      return reply.type("application/x-amz-json-1.0").send(await move(body, reply));
    }
    if (isRecord(body) && typeof body.QueueUrl === "string") {
      body.QueueUrl = internalUrls.get(queueName(body.QueueUrl)) ?? body.QueueUrl;
    }
  });
  app.addHook("preSerialization", async (_request, _reply, payload: unknown) => {
    if (!isRecord(payload)) return payload;
    const { QueueUrl, QueueUrls, ...rest } = payload;
    if (typeof QueueUrl === "string") return { ...rest, QueueUrl: publicUrl(QueueUrl) };
    if (Array.isArray(QueueUrls))
      return { ...rest, QueueUrls: QueueUrls.map((item) => publicUrl(String(item))) };
    return payload;
  });

  function publicUrl(internalUrl: string): string {
    internalUrls.set(queueName(internalUrl), internalUrl);
    return url + new URL(internalUrl).pathname;
  }

  async function move(body: JsonRecord, reply: { code(statusCode: number): unknown }): Promise<JsonRecord> {
    try {
      return await moveMessages(client, body);
    } catch (error) {
      reply.code(400);
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { __type: `com.amazonaws.sqs#${name}`, message };
    }
  }

  url = await app.listen({ port: ports?.storage ?? 0, host: "127.0.0.1" });
  const client = new SQSClient({
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    endpoint: url,
  });
  return {
    url,
    async close() {
      client.destroy();
      await app.close();
    },
  };
}

function queueName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
