import { h } from "../../web/dom.js";
import { when } from "../../web/time.js";

const gapPills = {
  never_accepted: "not accepted",
  wrong_signature: "rejected",
  record_missing: "record missing",
  not_enqueued: "not in the queue",
  not_processed: "not processed",
  failed: "failed",
};

/** Creates the pill of a delivery's fate. */
export function fatePill({ status, outcome, gap, shadow }) {
  if (gap === "failing") return h("span", { class: "pill pill-warn" }, "failing");
  if (gap) return h("span", { class: "pill pill-bad" }, gapPills[gap]);
  if (outcome?.startsWith("ignored")) return h("span", { class: "pill pill-muted" }, "ignored");
  if (outcome === "duplicate") return h("span", { class: "pill pill-muted" }, "duplicate");
  if (outcome) return h("span", { class: "pill pill-good" }, shadow ? "shadow" : outcome);
  if (status) return h("span", { class: "pill pill-busy" }, status.toLowerCase());
  return h("span", { class: "pill pill-muted" }, "no record");
}

/** Creates the entry of a delivery with its fate. */
export function deliveryRow(delivery) {
  const { guid, event, repo, pr_number, sender, at, status_codes, redelivered, outcome, job_ids } = delivery;
  const where = repo ? `${repo}${pr_number ? `#${pr_number}` : ""}` : "";
  const reason = outcome?.includes(": ") ? outcome.slice(outcome.indexOf(": ") + 2) : null;
  const facts = [
    delivery.problem,
    reason,
    sender && `by ${sender}`,
    job_ids.length > 0 && (job_ids.length === 1 ? "1 job" : `${job_ids.length} jobs`),
    status_codes.length > 0 && `GitHub got ${status_codes.map((code) => code || "no response").join(", ")}`,
    redelivered > 0 && "redelivered",
  ];
  return h(
    "li",
    { class: "row", data: { testid: "delivery", guid, fate: delivery.gap ?? outcome ?? "" } },
    h(
      "a",
      { class: "row-link", href: `#/deliveries/${guid}` },
      fatePill(delivery),
      h("span", { class: "row-title" }, h("code", {}, event), ` ${where}`),
      h("span", { class: "row-more muted" }, facts.filter(Boolean).join(" · ")),
      h("code", { class: "row-id muted" }, guid),
      h("span", { class: "row-time muted" }, at && when(at)),
    ),
  );
}
