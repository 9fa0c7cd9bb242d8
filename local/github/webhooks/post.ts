/** Outcome of one attempt, in the words of GitHub's delivery list. */
export interface PostOutcome {
  ok: boolean;
  status: string;
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  durationSeconds: number;
}

const maxBodyLength = 65_536;

/** Sends one POST; like GitHub, it does not retry. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  { timeoutMs, stopped }: { timeoutMs: number; stopped: AbortSignal },
): Promise<PostOutcome> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 10) / 100;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stopped, timeout]);
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    const text = await response.text();
    return {
      ok: response.ok,
      status: response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`,
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: text.slice(0, maxBodyLength),
      durationSeconds: seconds(),
    };
  } catch {
    const timedOut = timeout.aborted;
    return {
      ok: false,
      status: timedOut ? "timed out" : "failed to connect to host",
      statusCode: timedOut ? 504 : 502,
      headers: {},
      body: "",
      durationSeconds: seconds(),
    };
  }
}
