/** Octokit's receiver, as its README writes it: https://github.com/octokit/webhooks.js#readme */
import { Webhooks } from "@octokit/webhooks";

const webhooks = new Webhooks({ secret: process.env.WEBHOOK_SECRET });
webhooks.on(["issue_comment", "pull_request_review_comment", "pull_request_review"], () => {});

export async function handler({ body, headers }) {
  await webhooks.verifyAndReceive({
    id: headers["x-github-delivery"],
    name: headers["x-github-event"],
    signature: headers["x-hub-signature-256"],
    payload: body,
  });
  return { statusCode: 202 };
}
