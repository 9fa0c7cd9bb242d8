import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { closeDrawer } from "./drawer.js";
import { factList } from "./fact-list.js";
import { replay } from "./letters-view.js";
import { plural } from "./tiles.js";
import { moment } from "./utc.js";

/** One dead letter with its delivery and its jobs. It is read once: every look takes it out of everybody's sight. */
export const letterStory = (id) => {
  return {
    load: (withText) => api.deadLetter(id, withText),
    isSettled: () => true,
    draw({ letter, bytes, lines }, showText) {
      const again = () => replay([id], closeDrawer);
      return {
        title: letter.repo
          ? `Dead letter of ${letter.repo}#${letter.pr_number}`
          : "A dead letter that cannot be read",
        body: [
          h(
            "p",
            { class: "story-lead" },
            h("span", { class: "pill pill-bad" }, letter.cause),
            h(
              "button",
              { type: "button", class: "button button-small", data: { part: "replay" }, onclick: again },
              "Replay…",
            ),
          ),
          factList(facts(letter, bytes)),
          h("h3", {}, "The message"),
          lines === null
            ? h(
                "button",
                { type: "button", class: "button button-small", data: { part: "text" }, onclick: showText },
                "Show it: a stranger's text is in it",
              )
            : h("pre", { class: "text", tabindex: "0", data: { testid: "letter-body" } }, lines.join("\n")),
        ],
      };
    },
  };
};

function facts(letter, bytes) {
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
  } = letter;
  const code = (text) => h("code", {}, text);
  const values = {
    message: code(message_id),
    delivery: delivery_id && code(delivery_id),
    hook: hook_id,
    event,
    "delivery is": status,
    received: `${plural(receive_count, "time")}, looks of operators among them`,
    "webhook came": received_at && moment(received_at),
    "last failed": cause_at && moment(cause_at),
    "sent first": sent_at && moment(sent_at),
    size: `${bytes} bytes`,
    jobs:
      jobs.length > 0 &&
      h("span", {}, ...jobs.map((job) => h("a", { class: "fact-link", href: `#/jobs/${job}` }, job))),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}
