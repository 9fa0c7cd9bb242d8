import type { Delivery } from "../webhooks/deliveries.ts";
import { requireApp } from "./access.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiHandlers,
  type ApiRequest,
  type ApiResponse,
  numberParam,
  ok,
  textField,
} from "./exchange.ts";
import { notFound } from "./github-error.ts";

/** Documentation ranges (RFC 5737, RFC 3849): the simulator's deliveries come from this machine. */
const hookAddresses = ["192.0.2.0/24", "2001:db8::/32"];

/**
 * Returns the routes of the App's webhook: its configuration, its deliveries, redelivery, and the addresses that webhooks
 * come from.
 */
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
    "meta/get": () => ok({ verifiable_password_authentication: false, hooks: hookAddresses }),

    "apps/get-webhook-config-for-app": (request) => {
      requireApp(request);
      return ok(presentConfig());
    },

    "apps/update-webhook-config-for-app": (request) => {
      requireApp(request);
      const url = textField(request, "url");
      const secret = textField(request, "secret");
      // GitHub documents that deliveries are forms unless the request sets a content type.
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

/** Pages by cursor instead of by number: the cursor is the last id of the previous page. */
function listDeliveries({ query, url }: ApiRequest, base: string, all: Delivery[]): ApiResponse {
  const perPage = Math.min(Number(query.get("per_page")) || 30, 100);
  const cursor = Number((query.get("cursor") ?? "").replace(/^v1_/, "")) || Number.POSITIVE_INFINITY;
  const status = query.get("status");
  const wanted = all.filter(
    ({ id, ok: delivered }) => id < cursor && (!status || delivered === (status === "success")),
  );
  const page = wanted.slice(0, perPage);
  const response = ok(page.map(presentSummary));
  const last = page.at(-1);
  if (!last || wanted.length <= perPage) return response;
  const next = new URL(url, base);
  next.searchParams.set("cursor", `v1_${last.id}`);
  return { ...response, headers: { link: `<${next.href}>; rel="next"` } };
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
