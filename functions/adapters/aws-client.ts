/**
 * Client settings for a function that has to answer within seconds: short timeouts and one more try.
 * `seconds` bounds one HTTP request.
 */
export function quickClient(seconds: number) {
  return {
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: seconds * 1000,
      throwOnRequestTimeout: true,
    },
  };
}
