/** Probot on Lambda, as its adapter's README writes it. Reads APP_ID, PRIVATE_KEY and WEBHOOK_SECRET. */
import { createLambdaFunction, createProbot } from "@probot/adapter-aws-lambda-serverless";

function app(probot) {
  probot.on(["issue_comment", "pull_request_review_comment", "pull_request_review"], () => {});
}

const probot = createProbot();
const answer = createLambdaFunction(app, { probot });

/** The adapter is written for Probot 13, which was ready at once. */
export async function handler(event, context) {
  await probot.ready();
  return answer(event, context);
}
