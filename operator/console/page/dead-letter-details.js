import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { drop, replay } from "./dead-letter-changes.js";
import { loadDeadLetters } from "./dead-letters-view.js";
import { closeDrawer } from "./drawer.js";
import { factList } from "./elements.js";
import { moment, plural } from "./format.js";

/** Shows one message with its delivery and jobs. Loads it once, because each read hides it from other operators. */
export const deadLetterDetails = (id) => {
  return {
    load: (withText) => api.deadLetter(id, withText),
    isSettled: () => true,
    draw({ letter: message, bytes, lines }, showText) {
      const button = (part, label, change) =>
        h(
          "button",
          {
            ...{ type: "button", class: "button button-small", data: { part } },
            onclick: () => change([message], changed),
          },
          label,
        );
      return {
        title: message.repo
          ? `Dead-letter message of ${message.repo}#${message.pr_number}`
          : "Unreadable dead-letter message",
        body: [
          h(
            "p",
            { class: "details-lead" },
            h("span", { class: "pill pill-bad" }, message.cause),
            button("replay", "Replay…", replay),
            button("drop", "Drop…", drop),
          ),
          factList(facts(message, bytes)),
          h("h3", {}, "The message"),
          lines === null
            ? h(
                "button",
                { type: "button", class: "button button-small", data: { part: "text" }, onclick: showText },
                "Show message (untrusted content)",
              )
            : h(
                "pre",
                { class: "text", tabindex: "0", data: { testid: "dead-letter-body" } },
                lines.join("\n"),
              ),
        ],
      };
    },
  };
};

function changed() {
  closeDrawer();
  return loadDeadLetters();
}

function facts(message, bytes) {
  const {
    message_id,
    delivery_id,
    hook_id,
    event,
    status,
    receive_count,
    cause_at,
    received_at,
    sent_at,
    jobs,
  } = message;
  const code = (text) => h("code", {}, text);
  const values = {
    message: code(message_id),
    delivery: delivery_id && code(delivery_id),
    hook: hook_id,
    event,
    "delivery status": status,
    received: `${plural(receive_count, "time")}, including operator views`,
    "webhook received": received_at && moment(received_at),
    "last failed": cause_at && moment(cause_at),
    "first sent": sent_at && moment(sent_at),
    size: `${bytes} bytes`,
    jobs:
      jobs.length > 0 &&
      h("span", {}, ...jobs.map((job) => h("a", { class: "fact-link", href: `#/jobs/${job}` }, job))),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}
