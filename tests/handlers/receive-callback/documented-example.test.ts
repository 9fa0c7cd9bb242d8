import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterEach, expect, test } from "@jest/globals";
import { aResult, callbackId, createCallbackEndpoint } from "../../fakes/callback-endpoint.ts";
import { startWebhookServer } from "../../fakes/webhook-server.ts";
import { employeeSecret } from "../../fakes/webhooks/signed-callback.ts";

const page = readFileSync(new URL("../../../docs/callbacks.md", import.meta.url), "utf8");
const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

let stop = async () => {};
afterEach(() => stop());

async function runExample(secret: string): Promise<{ answer: unknown; status: string | undefined }> {
  const endpoint = await createCallbackEndpoint();
  const server = await startWebhookServer(endpoint.handler as never);
  stop = server.stop;
  const env = {
    ...process.env,
    ...{ secret, url: `${server.origin}/callbacks/${callbackId}` },
    body: JSON.stringify({ ...aResult, markdown: "Naïve: `a | b` costs 5 $ 🎉" }),
  };
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], { env });
  return { answer: JSON.parse(stdout), status: (await endpoint.read())?.status };
}

test("the shell commands of docs/callbacks.md send an accepted result", async () => {
  expect(await runExample(employeeSecret)).toEqual({ answer: { status: "accepted" }, status: "RESULT" });
  await stop();
  expect(await runExample(`whsec_${employeeSecret}`)).toMatchObject({ answer: { status: "accepted" } });
});

test("with another secret they are refused", async () => {
  const other = Buffer.from("another secret of an employee").toString("base64");
  const { answer, status } = await runExample(other);
  expect(answer).toMatchObject({ error: { code: "bad_signature" } });
  expect(status).toBe("OPEN");
});
