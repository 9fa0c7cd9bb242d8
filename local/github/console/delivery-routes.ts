import { presentDelivery, presentSummary } from "../api/hook-routes.ts";
import type { JobFeed } from "../job-feed.ts";
import type { Deliveries, Delivery } from "../webhooks/deliveries.ts";
import { type ConsoleRequest, type ConsoleRoute, sendJson } from "./route.ts";

const shown = 60;

/** The panel of deliveries: the latest ones, what one said and was told, once more. */
export function deliveryRoutes(deliveries: Deliveries, jobs: JobFeed | null): ConsoleRoute[] {
  function withDelivery(
    { params: [id], response }: ConsoleRequest,
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
        const latest = deliveries.newestFirst().slice(0, shown);
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
      handle: (asked) =>
        withDelivery(asked, async (delivery) => {
          const processing = (await jobs?.forDelivery(delivery.guid).catch(() => null)) ?? null;
          sendJson(asked.response, { ...presentDelivery(delivery), processing });
        }),
    },
    {
      method: "POST",
      path: /^\/_sim\/deliveries\/(\d+)\/redeliver$/,
      handle: (asked) =>
        withDelivery(asked, (delivery) => {
          deliveries.redeliver(delivery);
          sendJson(asked.response, {}, 202);
        }),
    },
  ];
}
