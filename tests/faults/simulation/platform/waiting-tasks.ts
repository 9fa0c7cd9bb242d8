import type { TaskTokens } from "../../../../core/jobs/task-tokens.ts";
import type { Outcome } from "./lambda.ts";

interface WaitingTask {
  /** The execution has ended. */
  isOver(): boolean;
  end(outcome: Outcome): void;
  beat(): void;
}

/** The task tokens of Step Functions: each belongs to one attempt of a state. */
export interface WaitingTasks {
  open(task: WaitingTask): string;
  close(token: string): void;
  tokens: TaskTokens;
}

export function createWaitingTasks(): WaitingTasks {
  const tasks = new Map<string, WaitingTask>();
  let last = 0;

  function act(token: string, change: (task: WaitingTask) => void): boolean {
    const task = tasks.get(token);
    if (!task || task.isOver()) return false;
    change(task);
    return true;
  }

  return {
    open(task) {
      last += 1;
      tasks.set(`token-${last}`, task);
      return `token-${last}`;
    },
    close: (token) => void tasks.delete(token),
    tokens: {
      succeed: async (token) => act(token, (task) => task.end({ ok: true, value: {} })),
      fail: async (token, error) => act(token, (task) => task.end({ ok: false, error })),
      heartbeat: async (token) => act(token, (task) => task.beat()),
    },
  };
}
