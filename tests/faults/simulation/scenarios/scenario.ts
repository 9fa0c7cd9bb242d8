import type { Runner } from "../../../../core/employees/runner.ts";
import type { OwnFault } from "../faults/fault.ts";
import type { Settings } from "../functions/handlers.ts";
import type { Said } from "../invariants/our-comments.ts";
import type { World } from "../world.ts";

/**
 * How a job has ended, as the person who asked sees it. stopped: by a person. withdrawn: the command does not
 * stand any more. untold: it failed too often to say so itself.
 */
export type End = "answered" | "failed" | "refused" | "shadowed" | "stopped" | "untold" | "withdrawn";

export interface Scenario {
  name: string;
  settings?: Settings;
  /** Which hooks deliver; the App's alone unless this says otherwise. */
  hookIds?: readonly string[];
  /** What goes wrong in it anyway. */
  faults?: readonly OwnFault[];
  /** A new employee for each run; it answers at once unless this says otherwise. */
  employee?: () => Runner;
  /** What people do, from the beginning of the run on. */
  people(world: World): void;
  /** How many there are in the end. */
  jobs: number | readonly number[];
  /** Every job ends in one of these ways, whatever goes wrong; the first one is that of a run in which nothing does. */
  ends: readonly End[];
  /** What the pull request says on the way there when nothing goes wrong. */
  says?: readonly Said[];
  /** It takes so long that single faults would take minutes: it is tried with random ones. */
  long?: boolean;
  /** Somebody is overtaken though nothing goes wrong: two messages of one delivery, or an operator, come in between. */
  contested?: boolean;
  /** A user retries a job that has ended. */
  retried?: boolean;
  /** Somebody has deleted what we wrote: then there need not be an answer. */
  lostByHuman?: boolean;
}
