import type { WebhookSecrets } from "../../middleware/signature.ts";

export interface FakeWebhookSecrets extends WebhookSecrets {
  /** The secrets that are valid at the source, the current one first. */
  source: string[];
  /** How often the source was asked again. */
  refreshes: number;
  /** A forced read was made just now: the next ones are refused. */
  exhausted: boolean;
}

/** Secrets that were read when the process began, and that the source may have changed since. */
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
