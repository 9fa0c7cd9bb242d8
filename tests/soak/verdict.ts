import { answersOn, isAnswered } from "../processes/rig/conversation.ts";
import { type EndState, isOver } from "../processes/rig/end-state.ts";
import type { Rig } from "../processes/rig/rig.ts";
import type { Feed } from "./feed.ts";
import type { Growth } from "./growth.ts";
import type { SoakSettings } from "./settings.ts";

/** The share by which a function's process may be larger at the end than in the middle. */
const functionShareAtMost = 0.2;

/** Returns everything that is wrong with the end state, in sentences; empty if all is well. */
export async function findFaults(
  { github }: Rig,
  feed: Feed,
  left: EndState,
  growth: Growth,
  { keptPerDelivery }: SoakSettings,
): Promise<string[]> {
  let [lost, doubled] = [0, 0];
  for (const thread of feed.threads) {
    const answers = await answersOn(github.url, thread);
    if (!answers.some(isAnswered)) lost += 1;
    if (answers.length > 1) doubled += 1;
  }
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
  const faults: [boolean, string][] = [
    [lost > 0, `${lost} commands have no answer`],
    [doubled > 0, `${doubled} commands have more than one answer`],
    [feed.refused() > 0, `${feed.refused()} deliveries were not accepted`],
    [!isOver(left), `something is left: ${JSON.stringify(left)}`],
    [
      growth.mainPerDelivery > keptPerDelivery,
      `the main process grew by ${kilobytes(growth.mainPerDelivery)} a delivery in the second half`,
    ],
    [
      growth.functionShare > functionShareAtMost,
      `a function's process grew by ${Math.round(growth.functionShare * 100)} % in the second half`,
    ],
  ];
  return faults.flatMap(([wrong, words]) => (wrong ? [words] : []));
}
