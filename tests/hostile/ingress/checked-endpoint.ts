import { expect } from "@jest/globals";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createWebhookEndpoint, type HttpAnswer } from "../../fakes/webhook-endpoint.ts";
import { processMessages } from "./process-messages.ts";
import { createTextStores } from "./text-stores.ts";

/** Responses that the contract allows while the stores work: docs/webhook-api.md. */
const answers = [200, 202, 400, 401, 403, 404, 405, 413, 415];
const ofObjects = Reflect.ownKeys(Object.prototype).length;

/** The webhook function, with checks of everything that must hold for any request. */
export function createCheckedEndpoint() {
  const stores = createTextStores();
  const endpoint = createWebhookEndpoint(stores);

  /** Delivers an event, checks everything that must hold, and returns the response. */
  async function deliver(event: APIGatewayProxyEventV2): Promise<HttpAnswer> {
    const answer = await endpoint.deliver(event);
    expect(answers).toContain(answer.status);
    expect(JSON.stringify(answer.body).length).toBeLessThan(500);
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(ofObjects);
    const line = endpoint.log.lines.at(-1);
    expect(line?.fields.status).toBe(answer.status);
    expect(JSON.stringify(line).length).toBeLessThan(4_000);

    const messages = stores.messages.splice(0);
    expect(messages).toHaveLength(answer.status === 202 ? 1 : 0);
    await processMessages(messages, { ...stores, payloads: endpoint.payloads });
    return answer;
  }
  return { ...endpoint, ...stores, deliver };
}
