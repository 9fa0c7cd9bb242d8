/**
 * serverless-offline runs this handler for every function of the HTTP API, in its own process. It is JavaScript because
 * serverless-offline would load another compiler for TypeScript.
 */

/**
 * Invokes the function as API Gateway does, by the laptop's Invoke API: returns 500 if the function fails, and 503 if it
 * takes too long or cannot be invoked. serverless-offline itself would return 200 for both.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 *
 * @param {object} event
 * @param {{ functionName: string }} context
 */
export async function handler(event, { functionName }) {
  const { LAMBDA_URL, INTEGRATION_TIMEOUTS = "{}" } = process.env;
  const { [functionName]: milliseconds = 30_000 } = JSON.parse(INTEGRATION_TIMEOUTS);
  try {
    const response = await fetch(`${LAMBDA_URL}/2015-03-31/functions/${functionName}/invocations`, {
      method: "POST",
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(milliseconds),
    });
    const result = await response.json();
    if (!response.ok) return gatewayError(503, "Service Unavailable");
    return response.headers.has("x-amz-function-error") ? gatewayError(500, "Internal Server Error") : result;
  } catch {
    return gatewayError(503, "Service Unavailable");
  }
}

function gatewayError(statusCode, message) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
