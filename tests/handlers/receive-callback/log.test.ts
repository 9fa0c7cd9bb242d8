import { expect, test } from "@jest/globals";
import {
  aCallback,
  aHeartbeat,
  aResult,
  callbackId,
  createCallbackEndpoint,
} from "../../fakes/callback-endpoint.ts";
import { employeeSecret } from "../../fakes/webhooks/signed-callback.ts";

const { job_id, attempt } = aCallback;
const ids = { job_id, attempt, employee: "security" };
const other = Buffer.from("another secret of an employee").toString("base64");

test("each callback has one line with the job's IDs", async () => {
  const endpoint = await createCallbackEndpoint();
  await endpoint.send(aHeartbeat);
  await endpoint.send(aResult);
  await endpoint.send(aResult, { secret: other });
  await endpoint.send({ ...aResult, attempt: 2 });
  const lines = endpoint.log.lines.map(({ level, message, fields }) => ({ level, message, ...fields }));
  const answered = { level: "info", message: "callback answered", status: 200, ...ids };
  const refused = { level: "error", message: "callback refused", ...ids };
  expect(lines).toEqual([
    { ...answered, type: "heartbeat", outcome: "accepted" },
    { ...answered, type: "result", outcome: "accepted" },
    expect.objectContaining({ ...refused, status: 401, outcome: "bad_signature", code: "bad_signature" }),
    expect.objectContaining({ ...refused, status: 409, outcome: "refused", code: "wrong_attempt" }),
  ]);
});

test("no line has the id, its hash, the token, the result's key, the secret or anything of the body", async () => {
  const endpoint = await createCallbackEndpoint();
  const progress = "reading the private key";
  await endpoint.send({ ...aHeartbeat, progress });
  await endpoint.send({ ...aResult, markdown: progress });
  await endpoint.send({ ...aResult, markdown: progress, outcome: "private" });
  await endpoint.send(aResult, { secret: other });
  await endpoint.send(aResult, { path: `/callbacks/${callbackId}/x` });
  await endpoint.send(aResult, { raw: `{"private": ` });
  expect(endpoint.log.lines).toHaveLength(6);
  const text = endpoint.log.text();
  const { key, task_token, result_key } = aCallback;
  for (const kept of [callbackId, key, task_token, result_key, employeeSecret, other, "private"]) {
    expect(text).not.toContain(kept);
  }
});
