/** How long an SDK client waits for one request, and how often it tries. */
export interface Patience {
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
}

/** For the webhook, which has to answer GitHub within seconds whatever happens. */
export const quick = patience(2, 2);

/** For work that nobody waits for at the other end of a connection. */
export const patient = patience(4, 5);

function patience(maxAttempts: number, seconds: number): Patience {
  const requestTimeout = seconds * 1000;
  return {
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  };
}
