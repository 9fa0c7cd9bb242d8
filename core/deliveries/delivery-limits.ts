const minute = 60_000;

/** How often the queue delivers a message before it gives up. `resources/queues.yml` says the same; a test compares. */
export const maxReceives = 9;
/** Seconds until the second delivery, each further one after three times as long: 5, 15, 45, 135, then 180. */
export const retryDelays = { firstDelay: 5, longestDelay: 180 } as const;
/** All retries of a message end within this time, unless it waits for GitHub. */
export const retriesEndAfterMs = 20 * minute;
/** A message that waits for GitHub is postponed up to this age. Then it is retried like any other failure. */
export const postponedForMs = 24 * 60 * minute;

/** How often the sweeper reads GitHub's list of a hook. */
export const redeliverySweepMs = 5 * minute;
