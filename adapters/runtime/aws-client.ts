/** Timeouts and attempts of an SDK client. */
export interface Patience {
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
}

/** For the webhook, which must respond to GitHub within seconds. */
export const quick = patience(2, 2);

/** For work in the background. */
export const patient = patience(4, 5);

function patience(maxAttempts: number, seconds: number): Patience {
  const requestTimeout = seconds * 1000;
  return {
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  };
}
