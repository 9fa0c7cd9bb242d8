import type { LoopbackAws } from "./aws.ts";
import type { BundledSubject } from "./bundle-subjects.ts";
import type { PayloadClass } from "./payloads.ts";
import { type RunningSubject, type SubjectOptions, startSubject } from "./start-subject.ts";

/** Microseconds of CPU time for one event in each round, by payload class, in the order of the subjects. */
export type WarmTimes = Map<string, number[][]>;

const eventsPerRound = 40;
const warmUpEvents = 200;

/** Lets all subjects take turns, so that other load on the machine affects them equally. */
export async function measureWarm(
  subjects: BundledSubject[],
  payloads: PayloadClass[],
  { rounds, aws, ...options }: SubjectOptions & { rounds: number; aws: LoopbackAws },
): Promise<WarmTimes> {
  const running: RunningSubject[] = [];
  try {
    for (const subject of subjects) running.push(await warmSubject(subject, payloads, { aws, ...options }));
    const times: WarmTimes = new Map(payloads.map(({ name }) => [name, running.map(() => [])]));
    for (let round = 0; round < rounds; round++) {
      for (const { name, file } of payloads) {
        for (const index of turnsOf(round, running.length)) {
          const took = await running[index]?.events(file, eventsPerRound);
          if (took) times.get(name)?.[index]?.push(took.cpu / eventsPerRound);
        }
      }
    }
    return times;
  } finally {
    for (const subject of running) subject.stop();
  }
}

/** Each round begins with another subject; every second one runs backwards. */
function turnsOf(round: number, count: number): number[] {
  const turns = Array.from({ length: count }, (_, place) => (place + round) % count);
  return round % 2 === 0 ? turns : turns.toReversed();
}

/** Starts a subject and warms it up. Throws if it makes other calls than the comparison says. */
async function warmSubject(
  subject: BundledSubject,
  payloads: PayloadClass[],
  { aws, ...options }: SubjectOptions & { aws: LoopbackAws },
): Promise<RunningSubject> {
  const running = await startSubject(subject.bundle, options);
  await running.start(payloads[0]?.file ?? "");
  for (const { file } of payloads) await running.events(file, warmUpEvents);
  await aws.takeCalls();
  for (const { file } of payloads) await running.events(file, 1);
  const made = await aws.takeCalls();
  const expected = payloads.flatMap(() => subject.calls);
  if (made.join() !== expected.join()) {
    running.stop();
    throw new Error(`${subject.name} made the calls ${made.join(", ")} instead of ${expected.join(", ")}`);
  }
  return running;
}
