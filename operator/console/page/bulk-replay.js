import { byId, h } from "../../web/dom.js";
import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { field } from "./fields.js";
import { plural } from "./format.js";

const place = byId("replay-run");
let timer;

/** Counts the messages that match, shows the count, asks for a rate and a reason, and replays them all. */
export async function replayAll(filter, finished) {
  const wanted = Object.keys(filter).length > 0 ? { filter } : { all: true };
  const counted = await api.countReplay(wanted).catch((error) => ({ error }));
  if (counted.error) return showDone(`${counted.error.message} ${counted.error.advice ?? ""}`);
  const { count, unreadable, checked, hidden } = counted;
  if (count === 0) return showDone(`No message can be replayed (${checked} checked).`);
  const rate = h("input", {
    class: "input",
    id: "replay-rate",
    type: "number",
    min: "1",
    max: "50",
    value: "5",
  });
  askReason({
    title: `Replay all ${plural(count, "dead-letter message")}`,
    text: [
      h("p", { class: "effect", data: { testid: "replay-effect" } }, effect(filter, counted)),
      ...(unreadable > 0
        ? [h("p", {}, `${plural(unreadable, "message")} cannot be read and will stay.`)]
        : []),
      ...(hidden > 0 ? [h("p", {}, `Another operator is viewing ${hidden} more, which will stay too.`)] : []),
      field("Per second", rate, "slow is gentle on GitHub; at most 50"),
    ],
    act: `Replay ${count}`,
    async run(reason) {
      await api.replayAll({ ...wanted, count, per_second: Number(rate.value), reason });
      followReplay(finished);
    },
  });
}

function effect(filter, { count, checked }) {
  const which = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  const what = which.length > 0 ? ` with ${which.join(", ")}` : "";
  return `${count} of ${checked}${what} are re-queued unchanged. They pass the same gates as before, so nothing runs twice.`;
}

/** Shows the progress of a replay until it ends, also one that another page started. */
export async function followReplay(finished) {
  clearTimeout(timer);
  const run = await api.replayRun().catch(() => null);
  if (!run || run.state === "idle") return;
  const isActive = run.state === "running" || run.state === "stopping";
  const wasShown = !place.hidden;
  place.hidden = !isActive;
  if (isActive) {
    draw(run);
    timer = setTimeout(() => followReplay(finished), 1_000);
  } else if (wasShown) {
    showDone(words(run));
    finished();
  }
}

function draw({ state, sent, total }) {
  place.replaceChildren(
    h("progress", { max: String(total), value: String(sent), "aria-label": "Replayed messages" }),
    h("span", {}, `${sent} of ${total} messages re-queued`),
    h(
      "button",
      {
        type: "button",
        class: "button button-small",
        disabled: state === "stopping",
        onclick: () => api.stopReplay(),
      },
      state === "stopping" ? "Stopping…" : "Stop",
    ),
  );
}

function words({ state, sent, total, problem }) {
  if (state === "failed")
    return `${problem.message} ${sent} of ${total} were re-queued; the others are still there.`;
  if (state === "stopped") return `Stopped: ${sent} of ${total} were re-queued; the others are still there.`;
  return `Re-queued ${plural(sent, "dead-letter message")}${sent < total ? ` of ${total}` : ""}.`;
}
