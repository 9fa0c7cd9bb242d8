import type { ApiContext } from "../api/context.ts";
import { presentDelivery, presentSummary } from "../api/hook-routes.ts";
import type { JobFeed } from "../job-feed.ts";
import { importWebhook } from "../state/import-webhook.ts";
import type { Delivery } from "../webhooks/deliveries.ts";
import { type PageRequest, type PageRoute, sendJson } from "./page-route.ts";

const listedDeliveries = 60;

/**
 * Routes of the panel of deliveries: list the latest ones, show one with its response, redeliver one. `POST
 * /_sim/delivered` takes `{"event", "payload"}` of a webhook that another sender delivered.
 */
export function deliveryRoutes({ deliveries, store }: ApiContext, jobs: JobFeed | null): PageRoute[] {
  function withDelivery(
    { params: [id], response }: PageRequest,
    use: (delivery: Delivery) => void | Promise<void>,
  ): void | Promise<void> {
    const delivery = deliveries.find(Number(id));
    return delivery ? use(delivery) : sendJson(response, { message: "Not Found" }, 404);
  }

  return [
    {
      method: "GET",
      path: /^\/_sim\/deliveries$/,
      handle({ response }) {
        const latest = deliveries.newestFirst().slice(0, listedDeliveries);
        sendJson(
          response,
          latest.map((delivery) => ({
            ...presentSummary(delivery),
            ok: delivery.ok,
            repository: delivery.repository,
          })),
        );
      },
    },
    {
      method: "GET",
      path: /^\/_sim\/deliveries\/(\d+)$/,
      handle: (request) =>
        withDelivery(request, async (delivery) => {
          const processing = (await jobs?.forDelivery(delivery.guid).catch(() => null)) ?? null;
          sendJson(request.response, { ...presentDelivery(delivery), processing });
        }),
    },
    {
      method: "POST",
      path: /^\/_sim\/deliveries\/(\d+)\/redeliver$/,
      handle: (request) =>
        withDelivery(request, (delivery) => {
          deliveries.redeliver(delivery);
          sendJson(request.response, {}, 202);
        }),
    },
    {
      method: "POST",
      path: /^\/_sim\/delivered$/,
      handle({ body: { event, payload }, response }) {
        importWebhook(store, String(event), payload);
        sendJson(response, {}, 202);
      },
    },
  ];
}
