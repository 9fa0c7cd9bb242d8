/** Port: our own webhook endpoint at its public URL, as GitHub reaches it. */
export interface WebhookEndpoint {
  /** Sends a signed ping. Never throws: an unreachable endpoint is a result too. */
  ping(secret: string): Promise<PingResponse>;
}

export interface PingResponse {
  /** 200 with a pong. */
  ok: boolean;
  /** HTTP status; null without a response. */
  status: number | null;
  /** Why the ping failed: the endpoint's own code, `timeout`, `unreachable` or `no_pong`; null if it succeeded. */
  code: string | null;
  milliseconds: number;
}
