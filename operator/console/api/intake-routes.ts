import { changeIntake, findIntake, lastPause, pausedBy } from "../../stack/intake.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { Refusal, refusing } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import type { ApiRoute } from "./route.ts";

/** A user waits for a page; the change continues on AWS after that. */
const waitMs = 60_000;

/** Pauses and resumes the intake, as `pause` and `resume` do. */
export function intakeRoutes(context: ConsoleContext): ApiRoute[] {
  const change =
    (kind: "pause" | "resume"): ApiRoute["handle"] =>
    async ({ body }) => {
      const stack = await context.stack();
      const by = await context.changedBy(stack, body);
      const intake = await findIntake(stack);
      if (kind === "pause" && (await intake.state()) === "Disabled") {
        const last = await lastPause(createOperationLog(stack.output("IdempotencyTableName")));
        const who = last ? pausedBy(last, Date.now()) : "but not by an operator's pause";
        throw new Refusal(409, "not_done", `The intake is already paused, ${who}.`);
      }
      if (kind === "resume" && (await intake.state()) === "Enabled") {
        throw new Refusal(409, "not_done", "The intake is not paused.");
      }
      await refusing(() => changeIntake(intake, kind, stack, by, { ms: waitMs, waiting() {} }));
      return { state: await intake.state() };
    };

  return [
    { method: "POST", path: /^intake\/pause$/, handle: change("pause") },
    { method: "POST", path: /^intake\/resume$/, handle: change("resume") },
  ];
}
