import { writeFileSync } from "node:fs";
import { exampleComment } from "./examples.ts";
import { signedEvent } from "./signed-event.ts";

/** The path of the event for `sls invoke local -f receiveWebhook -p <path>`. */
export const capturedPath = new URL("../../fixtures/captured/issue-comment-created.json", import.meta.url);

/** GitHub's example comment with `/summary`, signed with the laptop's default secret. */
export function capturedEvent(): string {
  const event = signedEvent("issue_comment", "created", { payload: exampleComment("/summary") });
  event.requestContext.apiId = "replay";
  return `${JSON.stringify(event, null, 2)}\n`;
}

// `npx node tests/fakes/webhooks/captured-event.ts` regenerates the file.
if (process.argv[1] === import.meta.filename) writeFileSync(capturedPath, capturedEvent());
