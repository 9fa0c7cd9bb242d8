import type { WebhookSecrets } from "../../middleware/signature.ts";

export interface FakeWebhookSecrets extends WebhookSecrets {
  /** The secrets that are valid at the source, the current one first. */
  source: string[];
  /** How often the source was read again. */
  refreshes: number;
  /** Whether a refresh has just happened, so that further ones are refused. */
  exhausted: boolean;
}

/** Cached secrets, which the source may have changed since. */
export function createFakeWebhookSecrets(...secrets: string[]): FakeWebhookSecrets {
  let cached = secrets;
  return {
    source: secrets,
    refreshes: 0,
    exhausted: false,
    async read() {
      return cached;
    },
    async refresh() {
      if (this.exhausted) return null;
      this.exhausted = true;
      this.refreshes += 1;
      cached = this.source;
      return cached;
    },
  };
}
