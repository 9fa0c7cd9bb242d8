import { byId, h } from "/_sim/web/dom.js";
import { api } from "./api.js";

const dialog = byId("delivery-dialog");

/** Opens the dialog with a delivery's request, signature and response. */
export async function showDelivery(id) {
  const delivery = await api.delivery(id);
  const { request, response, processing } = delivery;
  dialog.replaceChildren(
    h(
      "header",
      { class: "dialog-head" },
      h("h2", { id: "delivery-dialog-title" }, `${delivery.event}.${delivery.action}`),
      h("span", { class: delivery.status === "OK" ? "pill pill-good" : "pill pill-bad" }, delivery.status),
      h("button", { type: "button", class: "button button-small", onclick: () => dialog.close() }, "Close"),
    ),
    h(
      "p",
      { class: "muted" },
      h("code", {}, delivery.guid),
      ` to ${delivery.url}`,
      processing && ` · ${processing.status}`,
    ),
    section("Request headers", headers(request.headers), true),
    section("Payload", JSON.stringify(request.payload, null, 2), false),
    section(`Response ${delivery.status_code}`, `${headers(response.headers)}\n\n${response.payload}`, true),
  );
  dialog.showModal();
}

function section(title, text, open) {
  return h(
    "details",
    { open },
    h("summary", {}, title),
    h("pre", { class: "dialog-text", tabindex: "0" }, text),
  );
}

function headers(record) {
  return Object.entries(record)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
