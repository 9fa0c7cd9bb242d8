import { byId, h, icon, reconcile } from "/_sim/web/dom.js";
import { when } from "/_sim/web/time.js";
import { api } from "./api.js";
import { showDelivery } from "./delivery-dialog.js";
import { attempt } from "./toast.js";

export function drawDeliveries(deliveries) {
  const list = byId("delivery-list");
  reconcile(list, deliveries, ({ id }) => id, entry);
  list.classList.toggle("is-empty", deliveries.length === 0);
  list.dataset.empty = "No deliveries yet. Write a comment.";
}

function entry({ id, guid, event, action, ok, status, status_code, duration, delivered_at, redelivery }) {
  return h(
    "li",
    {
      class: "delivery",
      data: { testid: "delivery", guid, deliveryId: id, status: status_code, event, action },
    },
    h(
      "button",
      {
        type: "button",
        class: "delivery-open",
        "aria-label": `${event} ${action}, ${status_code}: show the delivery`,
        onclick: () => attempt(() => showDelivery(id)),
      },
      h("span", { class: ok ? "pill pill-good" : "pill pill-bad", title: status }, String(status_code)),
      h("span", { class: "delivery-event" }, event, h("span", { class: "muted" }, `.${action}`)),
      h(
        "span",
        { class: "delivery-meta muted" },
        h("code", {}, guid.slice(0, 8)),
        ` · ${Math.round(duration * 1000)} ms · `,
        when(delivered_at),
        redelivery && " · redelivered",
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "button button-small",
        data: { testid: "redeliver" },
        "aria-label": `Redeliver ${event} ${guid.slice(0, 8)}`,
        title: "Redeliver",
        onclick: () => attempt(() => api.redeliver(id)),
      },
      icon("again"),
    ),
  );
}
