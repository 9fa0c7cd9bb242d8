import type { Context } from "aws-lambda";
import { OutOfTimeError } from "../core/errors.ts";

/** Settles as the work does, or fails shortly before Lambda ends the function. `reserve` is in milliseconds. */
export async function inTime<Result>(
  work: Promise<Result>,
  context: Context,
  reserve: number,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new OutOfTimeError("out_of_time", "The function's time is nearly over"));
    timer = setTimeout(fail, Math.max(0, context.getRemainingTimeInMillis() - reserve));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface DeadlineOptions<Event, Answer> {
  /** Milliseconds before Lambda ends the function. */
  reserve: number;
  answer(late: { event: Event; context: Context; error: OutOfTimeError }): Answer;
}

/**
 * Answers for a chain that would not answer in time. Middy's own early timeout covers the handler alone; here the
 * slow part may as well be a middleware.
 */
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
