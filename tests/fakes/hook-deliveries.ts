import { type Clock, isoTime } from "../../core/clock.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";

export interface FakeHookDeliveries extends HookDeliveries {
  /** Adds an attempt of GitHub to deliver an event, now or that many milliseconds ago. */
  attempt(guid: string, ok: boolean, change?: Partial<HookAttempt> & { agoMs?: number }): HookAttempt;
  /** Handles a requested redelivery; does nothing unless it is set. */
  onRedeliver: (guid: string) => void;
  /** The GUIDs of the requested redeliveries, in order. */
  asked: string[];
  /** The pages that were read: their cursors and filters. */
  pages: { cursor: string | null; failures_only: boolean }[];
}

const pageLength = 100;

/** GitHub's list of one hook's deliveries in memory, newest first. */
export function createFakeHookDeliveries(clock: Clock, name = "app", hook_id = "300"): FakeHookDeliveries {
  const attempts: HookAttempt[] = [];
  const fake: FakeHookDeliveries = {
    key: name === "app" ? "app" : hook_id,
    name,
    asked: [],
    pages: [],
    onRedeliver: () => {},

    attempt(guid, ok, { agoMs = 0, ...change } = {}) {
      const attempt: HookAttempt = {
        id: String(10n ** 18n + BigInt(attempts.length)),
        guid,
        delivered_at: isoTime(clock() - agoMs),
        ok,
        redelivery: attempts.some((one) => one.guid === guid),
        event: "issue_comment",
        ...change,
      };
      attempts.push(attempt);
      return attempt;
    },

    async page(cursor, { failures_only }) {
      fake.pages.push({ cursor, failures_only });
      const listed = attempts
        .filter(({ ok }) => !failures_only || !ok)
        .toSorted(
          (a, b) => b.delivered_at.localeCompare(a.delivered_at) || Number(BigInt(b.id) - BigInt(a.id)),
        );
      const start = cursor === null ? 0 : listed.findIndex(({ id }) => id === cursor) + 1;
      const page = listed.slice(start, start + pageLength);
      const more = listed.length > start + pageLength;
      return { attempts: structuredClone(page), cursor: more ? (page.at(-1)?.id ?? null) : null };
    },

    hookId: async () => hook_id,

    async redeliver(attemptId) {
      const attempt = attempts.find(({ id }) => id === attemptId);
      if (!attempt) throw new Error("GitHub knows no such attempt");
      fake.asked.push(attempt.guid);
      fake.onRedeliver(attempt.guid);
    },
  };
  return fake;
}
