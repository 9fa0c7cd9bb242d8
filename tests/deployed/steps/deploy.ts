import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Clients } from "../service/clients.ts";
import { type SimulatedGitHub, webhookSecret } from "../service/github.ts";
import type { Service } from "../service/service.ts";
import { type Output, readOutputs, readResources } from "../service/stack.ts";

/** A real `sls deploy`, and what it made. */
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

/** What an operator does once: the App's credentials go into the secret that the stack made. */
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
