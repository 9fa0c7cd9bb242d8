import type { Context } from "aws-lambda";
import { OutOfTimeError } from "../core/errors.ts";

/**
 * Returns what the work returns, and throws what it throws. Throws OutOfTimeError `reserve` milliseconds before Lambda
 * ends the function.
 */
export async function inTime<Result>(
  work: Promise<Result>,
  context: Context,
  reserve: number,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new OutOfTimeError("out_of_time", "The function is about to run out of time"));
    timer = setTimeout(fail, Math.max(0, context.getRemainingTimeInMillis() - reserve));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface DeadlineOptions<Event, Answer> {
  /** Milliseconds before Lambda ends the function at which the answer is due. */
  reserve: number;
  answer(late: { event: Event; context: Context; error: OutOfTimeError }): Answer;
}

/** Answers in place of a chain that is too slow. Middy's own early timeout covers only the handler, not middleware. */
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
