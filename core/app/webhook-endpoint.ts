/** Port: our own webhook endpoint at its public address, as GitHub reaches it. */
export interface WebhookEndpoint {
  /** Delivers a ping, signed as GitHub signs. Never throws: an endpoint that is not there is an answer too. */
  ping(secret: string): Promise<PingAnswer>;
}

export interface PingAnswer {
  /** 200 with a pong. */
  ok: boolean;
  /** Null when there was no answer. */
  status: number | null;
  /** Why it is not a pong: the endpoint's own code, `timeout`, `unreachable` or `no_pong`; null when it is one. */
  code: string | null;
  milliseconds: number;
}
