import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { plural } from "./format.js";

/** The server retries this many jobs at once. */
const most = 100;

/** Asks for a reason and retries those of these jobs that can be retried, oldest first; then calls `retried`. */
export function retryAll(jobs, retried) {
  const all = jobs.filter(({ can_retry }) => can_retry).toReversed();
  const chosen = all.slice(0, most);
  const rest = all.length > most ? ` The other ${all.length - most} stay: repeat it for them.` : "";
  const states = Map.groupBy(chosen, ({ state, outcome }) =>
    (outcome ?? state).replaceAll("_", " ").toLowerCase(),
  );
  const counts = [...states].map(([state, some]) => `${some.length} ${state}`).join(", ");
  askReason({
    title: `Retry ${plural(chosen.length, "job")}`,
    text: `${counts}. Each starts a new attempt from the beginning: it checks the author's permission again and uses the current commit.${rest}`,
    act: `Retry ${chosen.length}`,
    async run(reason) {
      const ids = chosen.map(({ job_id }) => job_id);
      const { retried: count, refused } = await api.retryAll(ids, reason);
      const [first] = refused;
      const failed = first
        ? ` ${plural(refused.length, "job was", "jobs were")} not retried: ${first.message}`
        : "";
      showDone(`Retried ${plural(count, "job")}.${failed}`);
      await retried();
    },
  });
}
