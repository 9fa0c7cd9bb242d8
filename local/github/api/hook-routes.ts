import type { Delivery } from "../webhooks/deliveries.ts";
import { requireApp } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiAnswer, type ApiHandlers, type ApiRequest, numberParam, ok, textField } from "./exchange.ts";
import { notFound } from "./github-error.ts";

/** The App's webhook: where it goes, what was delivered, and once more please. */
export function hookRoutes({ hook, deliveries, base }: ApiContext): ApiHandlers {
  const presentConfig = () => ({
    content_type: hook.contentType(),
    insecure_ssl: "0",
    secret: "********",
    url: hook.url(),
  });

  function find(request: ApiRequest): Delivery {
    const delivery = deliveries.find(numberParam(request, "delivery_id"));
    if (!delivery) throw notFound();
    return delivery;
  }

  return {
    "apps/get-webhook-config-for-app": (request) => {
      requireApp(request);
      return ok(presentConfig());
    },

    "apps/update-webhook-config-for-app": (request) => {
      requireApp(request);
      const url = textField(request, "url");
      const secret = textField(request, "secret");
      // GitHub's documented default: without a content type, deliveries are forms.
      const contentType = textField(request, "content_type") === "json" ? "json" : "form";
      hook.configure({ ...(url && { url }), ...(secret && { secret }), contentType });
      return ok(presentConfig());
    },

    "apps/list-webhook-deliveries": (request) => {
      requireApp(request);
      return listDeliveries(request, base(), deliveries.newestFirst());
    },

    "apps/get-webhook-delivery": (request) => {
      requireApp(request);
      return ok(presentDelivery(find(request)));
    },

    "apps/redeliver-webhook-delivery": (request) => {
      requireApp(request);
      deliveries.redeliver(find(request));
      return { status: 202, body: {} };
    },
  };
}

/** Paged by cursor, not by number: the cursor is the last id of the page before. */
function listDeliveries({ query, url }: ApiRequest, base: string, all: Delivery[]): ApiAnswer {
  const perPage = Math.min(Number(query.get("per_page")) || 30, 100);
  const cursor = Number((query.get("cursor") ?? "").replace(/^v1_/, "")) || Number.POSITIVE_INFINITY;
  const status = query.get("status");
  const wanted = all.filter(
    ({ id, ok: delivered }) => id < cursor && (!status || delivered === (status === "success")),
  );
  const page = wanted.slice(0, perPage);
  const answer = ok(page.map(presentSummary));
  const last = page.at(-1);
  if (!last || wanted.length <= perPage) return answer;
  const next = new URL(url, base);
  next.searchParams.set("cursor", `v1_${last.id}`);
  return { ...answer, headers: { link: `<${next.href}>; rel="next"` } };
}

export function presentSummary(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

export function presentDelivery(delivery: Delivery) {
  return {
    ...presentSummary(delivery),
    url: delivery.url,
    request: { headers: delivery.requestHeaders, payload: JSON.parse(delivery.body) },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}
