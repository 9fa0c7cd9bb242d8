import { Webhook } from "standardwebhooks";
import type { EmployeeCaller } from "../../../../core/employees/employee-caller.ts";
import type { Task } from "../../../../core/employees/task.schema.ts";
import { employeeSecret, signedCallback } from "../../../fakes/webhooks/signed-callback.ts";
import type { Lambda } from "../platform/lambda.ts";
import type { Scheduler } from "../time/scheduler.ts";

/** What an employee outside does with a task, in seconds from its start. */
export interface OutsideWork {
  heartbeats: number[];
  /** When it sends its result; more than once for a sender that repeats everything. */
  results: number[];
  /** Whether it repeats a callback that gets no answer or 5xx; by default it does. */
  repeats?: boolean;
  /** Callbacks of other senders, each with what it changes of a result. */
  forged?: { at: number; change: object; secret?: string }[];
}

export type OutsideEmployee = ReturnType<typeof createOutsideEmployee>;

const callbackPath = "/callbacks/";
const repeatAfterMs = 5_000;
const maxRepeats = 15;
const answerLimitMs = 10_000;

/** An employee that is called by webhook, works elsewhere and reports by callbacks, really signed. */
export function createOutsideEmployee(scheduler: Scheduler, lambda: Lambda, work: OutsideWork) {
  const known = new Set<string>();
  /** The responses to results, by job and attempt. */
  const answered: { job_id: string; attempt: number; status: string }[] = [];
  /** The jobs and attempts of its cancel notices. */
  const cancelled: string[] = [];

  /** Sends one callback. Resolves to the response's status code, or to null without one. */
  async function post(url: string, body: object, secret = employeeSecret): Promise<number | null> {
    const id = url.slice(url.indexOf(callbackPath) + callbackPath.length);
    const event = signedCallback(id, body, { secret });
    const answer = await Promise.race([
      lambda.invoke("employee", "receiveCallback", event),
      new Promise<null>((resolve) => void scheduler.after(answerLimitMs, () => resolve(null), true)),
    ]);
    if (!answer?.ok) return null;
    const { statusCode, body: text } = answer.value as { statusCode: number; body: string };
    const { type, job_id, attempt } = body as Task & { type: string };
    if (type === "result" && statusCode === 200) {
      answered.push({ job_id, attempt, status: (JSON.parse(text) as { status: string }).status });
    }
    return statusCode;
  }

  async function send(url: string, body: object, left = maxRepeats): Promise<void> {
    const status = await post(url, body);
    if (work.repeats === false || left === 0 || (status !== null && status < 500)) return;
    scheduler.after(repeatAfterMs, () => void send(url, body, left - 1));
  }

  function start({ job_id, attempt, callback }: Task): void {
    if (!callback || known.has(`${job_id}-${attempt}`)) return;
    known.add(`${job_id}-${attempt}`);
    const { url } = callback;
    const at = (seconds: number, run: () => void) => void scheduler.after(seconds * 1000, run);
    const result = { type: "result", version: 1, job_id, attempt, ...content };
    for (const seconds of work.heartbeats) {
      at(seconds, () => void send(url, { type: "heartbeat", job_id, attempt, progress: `${seconds} s` }));
    }
    for (const seconds of work.results) at(seconds, () => void send(url, result));
    for (const { at: seconds, change, secret } of work.forged ?? []) {
      at(seconds, () => void post(url, { ...result, markdown: forgedText, ...change }, secret));
    }
  }

  const caller: EmployeeCaller = {
    async call(_employee, task) {
      start(task);
      return "later";
    },
    async cancel(_employee, { job_id, attempt }) {
      cancelled.push(`${job_id}-${attempt}`);
      return "heard";
    },
  };
  return { caller, answered, cancelled };
}

const content = { outcome: "answered", markdown: "Nothing to worry about.", usage: null };
/** In no comment, whatever happens. */
export const forgedText = "Approved by a stranger.";
export const foreignSecret = Buffer.from("a secret of another employee").toString("base64");
// Fails here if the library refuses the secret, and not as a wrong signature.
new Webhook(foreignSecret);
