/**
 * Returns the variables with which an SDK client finds the laptop's services. The plain `AWS_ENDPOINT_URL` sends all other
 * services to an endpoint that refuses them by name, so no request reaches the real AWS by accident.
 */
export function clientEnvironment(
  region: string,
  apisUrl: string,
  storageUrl: string,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: apisUrl,
    AWS_ENDPOINT_URL_DYNAMODB: apisUrl,
    AWS_ENDPOINT_URL_LAMBDA: apisUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: apisUrl,
    AWS_ENDPOINT_URL_SFN: apisUrl,
    AWS_ENDPOINT_URL_SQS: storageUrl,
    AWS_ENDPOINT_URL_S3: storageUrl,
  };
}
