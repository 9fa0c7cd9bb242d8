import type { TaskTokens } from "../../core/jobs/task-tokens.ts";

export interface FakeTaskTokens extends TaskTokens {
  /** The tokens whose state waits. */
  waiting: Set<string>;
  /** What was sent, oldest first: `succeed <token>`, `fail <token> <error>`, `heartbeat <token>`. */
  sent: string[];
}

export function createFakeTaskTokens(...tokens: string[]): FakeTaskTokens {
  const waiting = new Set(tokens);
  const sent: string[] = [];
  function send(text: string, isWaiting: boolean): boolean {
    if (isWaiting) sent.push(text);
    return isWaiting;
  }
  return {
    waiting,
    sent,
    succeed: async (token) => send(`succeed ${token}`, waiting.delete(token)),
    fail: async (token, error) => send(`fail ${token} ${error}`, waiting.delete(token)),
    heartbeat: async (token) => send(`heartbeat ${token}`, waiting.has(token)),
  };
}
