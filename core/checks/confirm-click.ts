import { requireConsistentRead } from "../authority/live-comment.ts";
import type { Clock } from "../clock.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import type { WebhookPayload } from "../deliveries/webhook.schema.ts";
import type { CheckRuns } from "./check-runs.ts";

export interface ConfirmPorts {
  checks: Pick<CheckRuns, "read">;
  clock: Clock;
}

/**
 * Returns whether GitHub shows the check run in the attempt that was clicked. A click counts for one attempt only, and
 * a stolen webhook secret cannot invent further attempts. Throws RetryableError while GitHub may not show the
 * check run yet.
 */
export async function isConfirmed(
  envelope: Envelope,
  { check_run: run, requested_action: button }: WebhookPayload,
  { checks, clock }: ConfirmPorts,
): Promise<boolean> {
  const shown = run ? await checks.read(envelope, run.id) : null;
  if (run && shown?.external_id === run.external_id) {
    const confirmed =
      // A job may end between the click on Cancel and now.
      button?.identifier === "cancel"
        ? isSame(shown.started_at, run.started_at)
        : shown.conclusion === run.conclusion && isSame(shown.completed_at, run.completed_at);
    if (confirmed) return true;
  }
  requireConsistentRead(envelope.received_at, clock());
  return false;
}

function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : Date.parse(one) === Date.parse(other);
}
