import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { plural } from "./format.js";

/** Asks for a reason and replays these messages; then calls `sent`. */
export function replay(messages, sent) {
  const ids = messages.map(({ message_id }) => message_id);
  askReason({
    title: `Replay ${plural(ids.length, "dead-letter message")}`,
    text: `They are re-queued unchanged, five per second, and pass the same gates as before, so nothing runs twice.${unreadableNote(messages)}`,
    act: "Replay",
    async run(reason) {
      const { chosen, replayed } = await api.replay(ids, reason);
      const rest =
        replayed < chosen ? ` of ${chosen}; the others were not found: try again in two minutes` : "";
      showDone(`Re-queued ${plural(replayed, "dead-letter message")}${rest}.`);
      await sent();
    },
  });
}

function unreadableNote(messages) {
  const count = messages.filter(({ cause }) => cause === "malformed_message").length;
  if (count === 0) return "";
  return ` ${count} cannot be read and will return, unless the code has changed.`;
}

/** Asks for a reason and drops these messages; then calls `dropped`. */
export function drop(messages, dropped) {
  askDrop(
    messages,
    "Their commands will never run, unless GitHub delivers them again. Nothing appears on the pull request. The record of who dropped them, and why, stays.",
    api.dropDeadLetters,
    dropped,
  );
}

/** Asks for a reason and drops these failed invocations; then calls `dropped`. */
export function dropInvocations(invocations, dropped) {
  const text =
    "They are only records: the next scheduled run repeats the work. Drop them once you know the cause.";
  askDrop(invocations, text, api.dropInvocations, dropped);
}

function askDrop(messages, text, request, dropped) {
  const ids = messages.map(({ message_id }) => message_id);
  askReason({
    title: `Drop ${plural(ids.length, "message")}`,
    text,
    act: "Drop",
    isDangerous: true,
    async run(reason) {
      const { chosen, dropped: count } = await request(ids, reason);
      const rest = count < chosen ? ` of ${chosen}; the others were not found: try again in two minutes` : "";
      showDone(`Dropped ${plural(count, "message")}${rest}.`);
      await dropped();
    },
  });
}
