/** Content writes that one installation may make: GitHub allows 80 a minute and 500 an hour. */
export interface PaceLimits {
  perMinute: number;
  perHour: number;
}

/**
 * Returns the limits in the environment. Throws Error unless both are whole numbers and a minute's is at most an hour's.
 */
export function readPaceLimits(env: PaceEnvironment): PaceLimits {
  const perMinute = Number(env.GITHUB_WRITES_PER_MINUTE);
  const perHour = Number(env.GITHUB_WRITES_PER_HOUR);
  if (Number.isInteger(perMinute) && Number.isInteger(perHour) && perMinute >= 1 && perHour >= perMinute) {
    return { perMinute, perHour };
  }
  throw new Error(
    "githubWritesPerMinute and githubWritesPerHour in resources/stages.yml must be whole numbers from 1, and the first at most the second",
  );
}

export type PaceEnvironment = Record<"GITHUB_WRITES_PER_MINUTE" | "GITHUB_WRITES_PER_HOUR", string>;

/** Tokens that were taken, by slot: the number of whole slots since the epoch. */
type Slots = Readonly<Record<string, number>>;

/** The content writes of an installation that GitHub still counts. */
export interface Pace {
  /** Slots of ten seconds. */
  minute: Slots;
  /** Slots of two minutes. */
  hour: Slots;
  /** Until then, answers wait and only the sweeper grants tokens: milliseconds since the epoch. */
  waiting_until: number;
  /** The repository that got the last grant: the next one begins after it. */
  last_repo: number | null;
  /** Counts the changes. */
  version: number;
}

export const newPace: Pace = { minute: {}, hour: {}, waiting_until: 0, last_repo: null, version: 0 };

/**
 * What a write is for. `answer`: how a job ends. `repair`: corrects what a late write or a crash did to an answer. `sign`:
 * everything else, which can be left out.
 */
export type WriteKind = "answer" | "repair" | "sign";

const second = 1_000;
const minute = 60 * second;
/**
 * A step writes this long after it has taken its tokens, and clocks differ: GitHub may count a write so much later than
 * its token.
 */
const laterMs = 20 * second;

/** A granted answer is written within this time after its grant; otherwise it waits for another one. */
export const grantMs = minute;

const windows = {
  minute: { slotMs: 10 * second, countsMs: minute + laterMs },
  hour: { slotMs: 2 * minute, countsMs: 60 * minute + laterMs },
} as const;

type Window = keyof typeof windows;

/** Tokens that are left in each window. */
export type Room = Record<Window, number>;

/** Returns the tokens that are left at a time. */
export function roomIn(pace: Pace, limits: PaceLimits, now: number): Room {
  const left = (name: Window, limit: number) =>
    limit - Object.values(counted(pace[name], name, now)).reduce((sum, taken) => sum + taken, 0);
  return { minute: left("minute", limits.perMinute), hour: left("hour", limits.perHour) };
}

/**
 * Returns whether `writes` tokens of a kind may be taken. Signs leave a quarter of the minute and half of the hour to
 * more important writes, and answers leave a twentieth.
 */
export function hasRoom(room: Room, limits: PaceLimits, kind: WriteKind, writes: number): boolean {
  const kept = keptFor(limits, kind);
  return room.minute - writes >= kept.minute && room.hour - writes >= kept.hour;
}

function keptFor({ perMinute, perHour }: PaceLimits, kind: WriteKind): Room {
  switch (kind) {
    case "sign":
      return { minute: perMinute / 4, hour: perHour / 2 };
    case "answer":
      return { minute: Math.floor(perMinute / 20), hour: Math.floor(perHour / 20) };
    case "repair":
      return { minute: 0, hour: 0 };
  }
}

/** Returns the tokens that an answer costs: at most what both windows ever have for one, so that it need not wait for ever. */
export function costOfAnswer(writes: number, limits: PaceLimits): number {
  const kept = keptFor(limits, "answer");
  return Math.min(writes, limits.perMinute - kept.minute, limits.perHour - kept.hour);
}

/** Returns the pace after tokens were taken at a time. Forgets the slots that no longer count. */
export function spend(pace: Pace, writes: number, now: number): Pace {
  const spent = (name: Window) => {
    const slots = counted(pace[name], name, now);
    const slot = slotOf(now, name);
    return { ...slots, [slot]: (slots[slot] ?? 0) + writes };
  };
  return { ...pace, minute: spent("minute"), hour: spent("hour") };
}

/** Returns the pace after tokens that were granted earlier are used: GitHub counts the writes from now. */
export function useGranted(pace: Pace, writes: number, granted_at: number, now: number): Pace {
  const returned = (name: Window) => {
    const slot = slotOf(granted_at, name);
    return { ...pace[name], [slot]: Math.max(0, (pace[name][slot] ?? 0) - writes) };
  };
  return spend({ ...pace, minute: returned("minute"), hour: returned("hour") }, writes, now);
}

/** Returns whether earlier answers wait, so that a later one may not overtake them. */
export function isWaiting({ waiting_until }: Pace, now: number): boolean {
  return waiting_until > now;
}

function slotOf(now: number, name: Window): string {
  return String(Math.floor(now / windows[name].slotMs));
}

/** Returns the slots whose writes GitHub may still count. */
function counted(slots: Slots, name: Window, now: number): Record<string, number> {
  const { slotMs, countsMs } = windows[name];
  const oldest = now - countsMs - slotMs;
  return Object.fromEntries(
    Object.entries(slots).filter(([slot, taken]) => taken > 0 && Number(slot) * slotMs > oldest),
  );
}
