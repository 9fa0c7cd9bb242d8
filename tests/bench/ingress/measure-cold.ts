import type { LoopbackAws } from "./aws.ts";
import type { BundledSubject } from "./bundle-subjects.ts";
import type { PayloadClass } from "./payloads.ts";
import { type SubjectOptions, startSubject } from "./start-subject.ts";
import type { Started, Took } from "./subject-process.ts";
import { minimal, ours, powertools } from "./subjects.ts";

/** One start of a fresh process. */
export interface ColdStart extends Started {
  /** Events 3 to 52, together. */
  early: Took;
  /** Resident memory after event 52, in bytes. */
  memory: number;
  /** Calls to AWS of the import, the first two events together. */
  calls: string[];
}

/** Starts every subject once a round, in turn. Returns the starts of each subject. */
export async function measureCold(
  subjects: BundledSubject[],
  payload: PayloadClass,
  { rounds, ...options }: SubjectOptions & { rounds: number; aws: LoopbackAws },
): Promise<ColdStart[][]> {
  const starts: ColdStart[][] = subjects.map(() => []);
  // The first start of each fills the page cache and is discarded.
  for (let round = -1; round < rounds; round++) {
    const order = [...subjects.keys()];
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const start = await startCold(subjects[index]?.bundle ?? "", payload, options);
      if (round >= 0) starts[index]?.push(start);
    }
  }
  requireSameCalls(subjects, starts);
  return starts;
}

/** Throws if ours makes fewer calls than the subject that it is compared with. */
function requireSameCalls(subjects: BundledSubject[], starts: ColdStart[][]): void {
  const callsOf = (entry: string) =>
    starts[subjects.findIndex((subject) => subject.entry === entry)]?.[0]?.calls ?? [];
  const own = callsOf(ours.entry);
  for (const { entry } of [minimal, powertools]) {
    const others = callsOf(entry);
    if (own.length < others.length) {
      throw new Error(`Ours made the calls ${own.join(", ")} in a start, ${entry} made ${others.join(", ")}`);
    }
  }
}

async function startCold(
  bundle: string,
  { file }: PayloadClass,
  { aws, ...options }: SubjectOptions & { aws: LoopbackAws },
): Promise<ColdStart> {
  await aws.takeCalls();
  const subject = await startSubject(bundle, options);
  try {
    const started = await subject.start(file);
    await subject.events(file, 1);
    const calls = await aws.takeCalls();
    const early = await subject.events(file, 50);
    return { ...started, early, calls, memory: await subject.memory() };
  } finally {
    subject.stop();
  }
}
