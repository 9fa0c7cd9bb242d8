/**
 * Waits until all of this work has ended, so nothing continues after a failure. Returns the results in order. Throws the
 * first error.
 */
export async function together<Results extends readonly unknown[]>(
  work: {
    [Index in keyof Results]: Promise<Results[Index]>;
  },
): Promise<Results> {
  const ended = await Promise.allSettled(work as readonly Promise<unknown>[]);
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return Promise.all(work as readonly Promise<unknown>[]) as Promise<unknown> as Promise<Results>;
}
