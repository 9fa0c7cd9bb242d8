import type { Context } from "aws-lambda";
import { OutOfTimeError } from "../core/errors.ts";
import { withTimeout } from "../core/with-timeout.ts";

/**
 * Returns what the work returns, and throws what it throws. Throws OutOfTimeError `reserve` milliseconds before Lambda
 * ends the function.
 */
export function withinDeadline<Result>(
  work: Promise<Result>,
  context: Context,
  reserve: number,
): Promise<Result> {
  const late = () => new OutOfTimeError("out_of_time", "The function is about to run out of time");
  return withTimeout(work, context.getRemainingTimeInMillis() - reserve, late);
}

interface DeadlineOptions<Event, Response> {
  /** Milliseconds before Lambda ends the function at which the response is due. */
  reserve: number;
  respond(late: { event: Event; context: Context; error: OutOfTimeError }): Response;
}

/** Responds in place of a chain that is too slow. Middy's own early timeout covers only the handler, not middleware. */
export function deadline<Event, Response>(
  chain: (event: Event, context: Context) => Promise<Response>,
  { reserve, respond }: DeadlineOptions<Event, Response>,
) {
  return async function respondInTime(event: Event, context: Context): Promise<Response> {
    try {
      return await withinDeadline(chain(event, context), context, reserve);
    } catch (error) {
      if (error instanceof OutOfTimeError) return respond({ event, context, error });
      throw error;
    }
  };
}
