import { SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import type { AwsFaults } from "../faults/faults.ts";
import type { Listener } from "../server/listen.ts";
import { keepConditionalPuts } from "./conditional-put.ts";
import { moveMessages } from "./move-messages.ts";

/**
 * SQS and S3 on one port of the loopback address. fauxqs names queues by URLs like
 * `http://sqs.us-east-1.localhost:1234/...`, which need DNS: outside they are URLs of this listener, and a
 * queue is found by the name at the end of any URL.
 */
export async function serveStorage(region: string, faults: AwsFaults, port = 0): Promise<Listener> {
  const app = buildApp({ logger: false, defaultRegion: region });
  const insideUrls = new Map<string, string>();
  let url = "";

  app.addHook("onRequest", async ({ raw }, reply) => {
    if (faults.meet(raw, reply.raw)) reply.hijack();
  });
  keepConditionalPuts(app);
  app.addHook("preHandler", async ({ body, headers }, reply) => {
    if (isRecord(body) && headers["x-amz-target"] === "AmazonSQS.StartMessageMoveTask") {
      return reply.type("application/x-amz-json-1.0").send(await move(body, reply));
    }
    if (isRecord(body) && typeof body.QueueUrl === "string") {
      body.QueueUrl = insideUrls.get(queueName(body.QueueUrl)) ?? body.QueueUrl;
    }
  });
  app.addHook("preSerialization", async (_request, _reply, payload: unknown) => {
    if (!isRecord(payload)) return payload;
    const { QueueUrl, QueueUrls, ...rest } = payload;
    if (typeof QueueUrl === "string") return { ...rest, QueueUrl: outside(QueueUrl) };
    if (Array.isArray(QueueUrls))
      return { ...rest, QueueUrls: QueueUrls.map((item) => outside(String(item))) };
    return payload;
  });

  function outside(insideUrl: string): string {
    insideUrls.set(queueName(insideUrl), insideUrl);
    return url + new URL(insideUrl).pathname;
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

  url = await app.listen({ port, host: "127.0.0.1" });
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
