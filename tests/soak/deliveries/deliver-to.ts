import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createAppAuth } from "@octokit/auth-app";
import type { LaptopFile } from "../../../operator/stack/laptop-file.ts";

/** Sets the URL of the App's webhook on the laptop's GitHub, with the App's own key. */
export async function deliverTo(url: string, github: string, laptop: LaptopFile): Promise<void> {
  const { token } = await createAppAuth(await readApp(laptop))({ type: "app" });
  const response = await fetch(`${github}/app/hook/config`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ url, content_type: "json" }),
  });
  if (!response.ok) throw new Error(`GitHub did not take the webhook's URL: ${await response.text()}`);
}

async function readApp({ connection, environments }: LaptopFile) {
  const secrets = new SecretsManagerClient({
    region: connection.AWS_REGION ?? "",
    endpoint: connection.AWS_ENDPOINT_URL ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const SecretId = environments.dispatchEvent?.GITHUB_SECRET_ID;
  const { SecretString = "{}" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  secrets.destroy();
  const { app_id: appId, private_key: privateKey } = JSON.parse(SecretString);
  return { appId, privateKey };
}
