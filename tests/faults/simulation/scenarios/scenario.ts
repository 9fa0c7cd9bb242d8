import type { Runner } from "../../../../core/employees/runner.ts";
import type { OwnFault } from "../faults/fault.ts";
import type { Settings } from "../functions/handlers.ts";
import type { Said } from "../invariants/our-comments.ts";
import type { OutsideWork } from "../outside/employee.ts";
import type { World } from "../world.ts";

/**
 * How a job has ended, as the user sees it. stopped: by a person. withdrawn: the command was removed. untold:
 * it failed too often to post a failure. replaced: by a later request.
 */
export type End =
  | ("answered" | "failed" | "refused" | "replaced")
  | ("shadowed" | "stopped" | "untold" | "withdrawn");

export interface Scenario {
  name: string;
  settings?: Settings;
  /** The hooks that deliver; by default the App's alone. */
  hookIds?: readonly string[];
  /** Its own faults. */
  faults?: readonly OwnFault[];
  /** A new employee for each run; by default it answers at once. */
  employee?: () => Runner;
  /** What an employee outside does, which then replaces the security reviewer. */
  outside?: OutsideWork;
  /** What people do, from the start of the run. */
  people(world: World): void;
  /** The number of jobs in the end. */
  jobs: number | readonly number[];
  /** Every job ends in one of these ways, whatever fails; the first one is that of a run without faults. */
  ends: readonly End[];
  /** The texts that the pull request shows on the way in a run without faults. */
  says?: readonly Said[];
  /** Single faults are tried at these calls only: other scenarios try the other calls. */
  faultsAt?: RegExp;
  /** Its runs are too long for all single faults: it is tried with random ones. */
  long?: boolean;
  /**
   * A writer is overtaken even without faults: two messages of one delivery, or an operator, come in between.
   */
  contested?: boolean;
  /** A user retries a job that has ended. */
  retried?: boolean;
  /** A user has deleted the thread: the answer moves, which is more writes than it has tokens. */
  moves?: boolean;
  /** A user has deleted our comment: then there need not be an answer. */
  lostByHuman?: boolean;
}
