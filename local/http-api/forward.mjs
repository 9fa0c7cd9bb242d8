/**
 * What serverless-offline runs for every function of the HTTP API, inside its own process: JavaScript, because its
 * loader would bring one of its own for TypeScript.
 */

/**
 * API Gateway's way to a function, here by the laptop's Invoke API: what fails is a 500, what takes too long or cannot
 * be invoked a 503. serverless-offline by itself would answer 200 for both.
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
    const answer = await response.json();
    if (!response.ok) return gatewayAnswer(503, "Service Unavailable");
    return response.headers.has("x-amz-function-error")
      ? gatewayAnswer(500, "Internal Server Error")
      : answer;
  } catch {
    return gatewayAnswer(503, "Service Unavailable");
  }
}

function gatewayAnswer(statusCode, message) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
