/** The limit, and three plain HTTP requests with the bodies of ours: what no client of AWS can save. Signs nothing. */
import { Agent, request } from "node:http";
import { handler as limit } from "./limit.mjs";

const agent = new Agent({ keepAlive: true });
const url = new URL(process.env.AWS_ENDPOINT_URL);

export async function handler(event) {
  const response = await limit(event);
  const message = JSON.stringify({ event_type: event.headers["x-github-event"], payload: event.body });
  await call("DynamoDB_20120810.PutItem", JSON.stringify({ Item: { envelope: { S: message } } }));
  await call("AmazonSQS.SendMessage", JSON.stringify({ MessageBody: message }));
  await call("DynamoDB_20120810.UpdateItem", "{}");
  return response;
}

function call(target, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(body),
      "x-amz-target": target,
    };
    const { hostname: host, port } = url;
    const sent = request({ agent, host, port, method: "POST", headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve(JSON.parse(Buffer.concat(parts))));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
