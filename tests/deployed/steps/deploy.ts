import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Clients } from "../service/clients.ts";
import { type SimulatedGitHub, webhookSecret } from "../service/github.ts";
import type { Service } from "../service/service.ts";
import { type Output, readOutputs, readResources } from "../service/stack.ts";

/** Runs a real `sls deploy`, and returns the stack's outputs. */
export async function deploy(
  service: Service,
  clients: Clients,
  params: Record<string, string>,
  log: string,
  say: (text: string) => void,
): Promise<Output> {
  await service.deploy(params, log);
  const output = await readOutputs(clients.cloudFormation);
  say(`${(await readResources(clients.cloudFormation)).length} resources`);
  return output;
}

/** Stores the App's credentials in the stack's secret, as an operator does once. */
export async function putCredentials(
  { secrets }: Clients,
  output: Output,
  { app }: SimulatedGitHub,
): Promise<void> {
  const SecretString = JSON.stringify({
    webhook_secret: webhookSecret,
    app_id: app.id,
    private_key: app.privateKey,
  });
  await secrets.send(new PutSecretValueCommand({ SecretId: output("GitHubSecretArn"), SecretString }));
}
