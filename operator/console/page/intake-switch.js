import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";

const queued = (count) => (count === null ? "" : ` Now ${count} are queued.`);

/** Asks for a reason and pauses the intake. */
export function pauseIntake(waiting) {
  askReason({
    title: "Pause the intake",
    text: `Webhooks are still accepted, and wait in the queue until you resume. No new job starts; running jobs continue. The queue keeps messages for four days.${queued(waiting)}`,
    act: "Pause",
    async run(reason) {
      await api.setIntake("pause", reason);
      showDone("Paused: webhooks are accepted and stay in the queue.");
    },
  });
}

/** Asks for a reason and resumes the intake. */
export function resumeIntake(waiting) {
  askReason({
    title: "Resume the intake",
    text: `What is in the queue is dispatched immediately, and then each webhook as it arrives.${queued(waiting)}`,
    act: "Resume",
    async run(reason) {
      await api.setIntake("resume", reason);
      showDone("Resumed: dispatching what is in the queue.");
    },
  });
}
