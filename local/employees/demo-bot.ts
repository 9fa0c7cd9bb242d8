import { Webhook } from "standardwebhooks";
import { isTask } from "../../core/generated/validators.mjs";
import { asRecord } from "../../core/json-value.ts";
import { type HttpExchange, type Listener, listen } from "../aws/server/listen.ts";
import { runTask } from "./run-task.ts";

/**
 * Starts the laptop's webhook employee: a bot as another team may have one. It accepts signed tasks with 202, works on them
 * in the background, reports progress and the result to the callback, and stops when it gets a cancel notice.
 */
export async function startDemoBot(secret: string, log: (line: string) => void): Promise<Listener> {
  const webhook = new Webhook(secret);
  const runs = new Map<string, AbortController>();

  function start(task: Parameters<typeof runTask>[0], run: string): void {
    // A repeated call names a run that exists.
    if (runs.has(run)) return;
    const stop = new AbortController();
    runs.set(run, stop);
    runTask(task, webhook, stop.signal).catch((error: Error) => {
      if (!stop.signal.aborted) log(`The demo bot failed: ${error.message}`);
    });
  }

  function respondTo(message: unknown): number {
    const { type, job_id, attempt } = asRecord(message);
    const run = `${job_id} ${attempt}`;
    if (type === "cancelled") {
      runs.get(run)?.abort();
      return 200;
    }
    if (!isTask(message)) return 400;
    start(message, run);
    return 202;
  }

  const server = await listen(async ({ request, body, response }: HttpExchange) => {
    const message = verified(webhook, body.toString("utf8"), request.headers as Record<string, string>);
    response.writeHead(message === null ? 401 : respondTo(message)).end();
  });
  return {
    url: server.url,
    async close() {
      for (const stop of runs.values()) stop.abort();
      await server.close();
    },
  };
}

function verified(webhook: Webhook, body: string, headers: Record<string, string>): unknown {
  try {
    return webhook.verify(body, headers);
  } catch {
    return null;
  }
}
