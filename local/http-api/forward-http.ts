import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Serverless } from "../service.ts";

const forwarder = fileURLToPath(new URL("./forward.handler", import.meta.url));

/**
 * Makes serverless-offline serve only the HTTP API: it forwards each request to the Invoke API at `lambdaUrl`, with the
 * timeout of the function's API Gateway integration.
 */
export function forwardHttp({ service, serviceDir }: Serverless, bundles: string, lambdaUrl: string): void {
  const { extensions = {} } = service.resources ?? {};
  const timeouts = Object.entries(service.functions).map(([key, { name }]) => {
    const integration = extensions[`HttpApiIntegration${key[0]?.toUpperCase()}${key.slice(1)}`];
    return [name, integration?.Properties?.TimeoutInMillis];
  });
  const environment = {
    LAMBDA_URL: lambdaUrl,
    INTEGRATION_TIMEOUTS: JSON.stringify(Object.fromEntries(timeouts)),
  };
  for (const definition of Object.values(service.functions)) {
    // serverless-esbuild builds this file after a change.
    definition.esbuildEntrypoint = definition.handler;
    definition.handler = relative(join(serviceDir, bundles), forwarder);
    definition.environment = environment;
  }
  service.custom["serverless-offline"] = {
    ...service.custom["serverless-offline"],
    useInProcess: true,
    noTimeout: true,
  };
}
