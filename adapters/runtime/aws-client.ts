/** Timeouts and attempts of an SDK client. */
export interface ClientTimeouts {
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
}

/** For the webhook, which must respond to GitHub within seconds. */
export const shortTimeouts = timeouts(2, 2);

/** For work in the background. */
export const longTimeouts = timeouts(4, 5);

function timeouts(maxAttempts: number, seconds: number): ClientTimeouts {
  const requestTimeout = seconds * 1000;
  return {
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  };
}
