import type { ApiContext } from "../api/context.ts";
import { webhookPayload } from "./payload.ts";

/** Delivers every change that the App has subscribed to; returns the function that stops it. */
export function deliverChanges(context: ApiContext): () => void {
  const { app, deliveries, installations, store } = context;
  return store.changes.subscribe((change) => {
    if (change.event === "page_only" || !app.events.includes(change.event)) return;
    const { repository } = change;
    deliveries.deliver({
      event: change.event,
      action: change.action,
      installationId: installations.ofAccount(repository.owner).id,
      repositoryId: repository.id,
      repository: repository.fullName,
      body: JSON.stringify(webhookPayload(context, change)),
    });
  });
}
