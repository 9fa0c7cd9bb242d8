import { isoTime } from "../../../core/clock.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";
import type { JobReader } from "./find-jobs.ts";
import type { JobRange } from "./job-ids.ts";

const hourMs = 3_600_000;

/** Periods by their days, and the length of their parts. */
export const activityPeriods = { 1: hourMs, 7: 6 * hourMs, 30: 24 * hourMs } as const;

type ActivityDays = keyof typeof activityPeriods;

/** The states of jobs that have ended, by what the pull request shows. */
const endings = {
  answered: ["NOTIFIED"],
  refused: ["REFUSED"],
  cancelled: ["CANCELLED", "SUPERSEDED"],
  shadow: ["IGNORED"],
} satisfies Record<string, JobState[]>;

interface ActivityPart extends Record<keyof typeof endings, number> {
  /** ISO 8601 UTC. */
  start: string;
  /** Jobs that were created. */
  created: number;
}

export interface Activity {
  days: ActivityDays;
  /** Oldest first; the last one has not ended. */
  parts: ActivityPart[];
  /** There were more jobs than are counted: the oldest are missing. */
  cut: boolean;
}

/** A day with more jobs of one kind is rather a mistake, and its chart would cost too much. */
const maxKeys = 20_000;

/**
 * Counts jobs of these employees by the time of their creation, and ended jobs by the time of their end, from the keys of
 * two indexes.
 */
export async function readActivity(
  { days, employees }: { days: ActivityDays; employees: readonly string[] },
  reading: Pick<JobReader, "ids">,
  now: number,
): Promise<Activity> {
  const length = activityPeriods[days];
  const count = (days * 24 * hourMs) / length;
  const first = Math.floor(now / length) * length - (count - 1) * length;
  const parts = Array.from({ length: count }, (_, n) => emptyPart(first + n * length));
  let cut = false;

  async function add(name: Exclude<keyof ActivityPart, "start">, range: Pick<NamedRange, "index" | "value">) {
    let keys = 0;
    for await (const { time } of reading.ids({ ...range, since: isoTime(first), until: null })) {
      const part = parts[Math.floor((Date.parse(time) - first) / length)];
      if (part) part[name] += 1;
      keys += 1;
      if (keys < maxKeys) continue;
      cut = true;
      return;
    }
  }

  const ended = Object.entries(endings) as [keyof typeof endings, JobState[]][];
  await Promise.all([
    ...employees.map((value) => add("created", { index: "by-employee", value })),
    ...ended.flatMap(([name, states]) => states.map((value) => add(name, { index: "by-state", value }))),
  ]);
  return { days, parts, cut };
}

type NamedRange = Exclude<JobRange, { index: "by-pull-request-id" }>;

function emptyPart(start: number): ActivityPart {
  return { start: isoTime(start), created: 0, answered: 0, refused: 0, cancelled: 0, shadow: 0 };
}
