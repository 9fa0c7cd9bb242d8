import type { AppComment } from "../../e2e/read-app-comments.ts";
import { until } from "../../e2e/until.ts";

/** The only pull request in each repository. */
export const pullRequest = 7;

/**
 * Sends a signed comment of the repository's owner to the deployed API and returns its final answers. The
 * modules of the end-to-end suite read the addresses when they are loaded, so the environment must have them.
 */
export async function sendCommand(body: string, repo: string): Promise<AppComment[]> {
  const { commentDelivery, deliver } = await import("../../e2e/webhooks.ts");
  const { answersTo, isFinal } = await import("../../e2e/answers.ts");
  const [login = ""] = repo.split("/");
  const { status, body: answer } = await deliver(commentDelivery({ body, repo, login, pr: pullRequest }));
  if (status !== 202) throw new Error(`The webhook returned ${status}: ${JSON.stringify(answer)}`);
  return until(
    () => answersTo(repo, pullRequest, answer.intent_key),
    (found) => found.length > 0 && found.every(isFinal),
    300,
  );
}
