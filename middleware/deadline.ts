import type { Context } from "aws-lambda";
import { OutOfTimeError } from "../core/errors.ts";
import { withTimeout } from "../core/with-timeout.ts";

/**
 * Returns what the work returns, and throws what it throws. Throws OutOfTimeError `reserve` milliseconds before Lambda
 * ends the function.
 */
export function inTime<Result>(work: Promise<Result>, context: Context, reserve: number): Promise<Result> {
  const late = () => new OutOfTimeError("out_of_time", "The function is about to run out of time");
  return withTimeout(work, context.getRemainingTimeInMillis() - reserve, late);
}

interface DeadlineOptions<Event, Answer> {
  /** Milliseconds before Lambda ends the function at which the answer is due. */
  reserve: number;
  answer(late: { event: Event; context: Context; error: OutOfTimeError }): Answer;
}

/** Responds in place of a chain that is too slow. Middy's own early timeout covers only the handler, not middleware. */
export function deadline<Event, Answer>(
  chain: (event: Event, context: Context) => Promise<Answer>,
  { reserve, answer }: DeadlineOptions<Event, Answer>,
) {
  return async function answerInTime(event: Event, context: Context): Promise<Answer> {
    try {
      return await inTime(chain(event, context), context, reserve);
    } catch (error) {
      if (error instanceof OutOfTimeError) return answer({ event, context, error });
      throw error;
    }
  };
}
