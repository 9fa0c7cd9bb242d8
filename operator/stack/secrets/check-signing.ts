import { createGitHubClient } from "../../../adapters/github/client.ts";
import { hookRequests } from "../../../adapters/github/hook-deliveries.ts";
import type { AppCredentials } from "../../../core/app/app-secret.ts";
import { type SignedWith, signedWithHeader } from "../../../core/deliveries/hook-deliveries.ts";
import { asRecord } from "../../../core/json-value.ts";
import { toListed } from "../deliveries/github-events.ts";
import { describeFailure } from "../describe-failure.ts";
import { type Finding, failed } from "../finding.ts";
import type { StackSecret } from "../stack-secret.ts";
import { hasSignatureResult, judgeSigning } from "./judge-signing.ts";

/** Compares the stack's webhook secret with GitHub's, which GitHub never shows, by the responses to its last deliveries. */
export async function checkSigning(
  apiUrl: string,
  credentials: AppCredentials,
  secret: Pick<StackSecret, "since">,
  rotating: boolean,
): Promise<Finding> {
  const client = createGitHubClient({ apiUrl, credentials: async () => credentials, permissions: {} });
  const requests = hookRequests(client, { kind: "app" });
  try {
    const [{ data }, since] = await Promise.all([requests.list(null), secret.since("webhook_secret")]);
    const attempts = data.map(toListed);
    const newest = attempts.find(hasSignatureResult);
    const accepted = newest && newest.status_code !== 401 ? await requests.attempt(newest.id) : null;
    return judgeSigning({ attempts, signedWith: signerOf(accepted), since, rotating }, Date.now());
  } catch (error) {
    const { message, advice } = describeFailure(error);
    return failed("signature", `GitHub's deliveries cannot be read: ${message}`, advice);
  }
}

/** Reads our response's header, which GitHub has kept. */
function signerOf(attempt: unknown): SignedWith | null {
  const headers = Object.entries(asRecord(asRecord(asRecord(attempt).response).headers));
  const value = headers.find(([name]) => name.toLowerCase() === signedWithHeader)?.[1];
  return value === "current" || value === "other" ? value : null;
}
