import type { IncomingMessage, ServerResponse } from "node:http";
import { nameRequest } from "./name-request.ts";
import { type Delay, randomDelay } from "./random-delay.ts";

/** Makes matching requests to the laptop's AWS fail or wait, to test how the functions react. */
export interface AwsFault {
  /** A regular expression for `<service>.<operation>`, such as `^dynamodb` or `^sqs.SendMessage$`. */
  request: string;
  /**
   * `cut` resets the connection; `hang` sends no response until the faults are cleared, which resets it too; `slow` sends
   * the response late.
   */
  kind: "cut" | "hang" | "slow";
  /** How late, for `slow`. */
  delay?: Delay;
  /** Applies the request and loses only the response. */
  after?: boolean;
  /** How many requests fail. Default: all. */
  times?: number;
}

export interface AwsFaults {
  add(fault: AwsFault): void;
  /** Removes all faults, resets the connections that hang, and sends the responses that are late. */
  clear(): void;
  /** Returns the faults since the last clearing, each with the number of requests that it has hit. */
  list(): (AwsFault & { hits: number })[];
  /** Applies the first fault that matches. Returns false if the caller must serve the request. */
  apply(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createAwsFaults(): AwsFaults {
  let added: { fault: AwsFault; pattern: RegExp; hits: number }[] = [];
  const hanging = new Set<ServerResponse>();
  const late = new Set<() => void>();

  function loseResponse(response: ServerResponse, { kind }: AwsFault): void {
    if (kind === "cut") {
      response.socket?.resetAndDestroy();
      return;
    }
    hanging.add(response);
    response.once("close", () => hanging.delete(response));
  }

  function delayResponse(response: ServerResponse, delay: Delay): void {
    const end = response.end;
    response.end = (...parts: unknown[]) => {
      const send = () => {
        clearTimeout(timer);
        late.delete(send);
        Reflect.apply(end, response, parts);
      };
      const timer = setTimeout(send, randomDelay(delay));
      late.add(send);
      return response;
    };
  }

  return {
    add(fault) {
      added.push({ fault, pattern: new RegExp(fault.request), hits: 0 });
    },
    clear() {
      added = [];
      for (const response of hanging) response.socket?.resetAndDestroy();
      for (const send of late) send();
    },
    list: () => added.map(({ fault, hits }) => ({ ...fault, hits })),
    apply(request, response) {
      const name = nameRequest(request);
      const matching = added.find(
        ({ fault, pattern, hits }) => hits < (fault.times ?? Infinity) && pattern.test(name),
      );
      if (!matching) return false;
      matching.hits += 1;
      const { fault } = matching;
      if (fault.kind === "slow") {
        if (fault.delay) delayResponse(response, fault.delay);
        return false;
      }
      if (!fault.after) {
        loseResponse(response, fault);
        return true;
      }
      response.write = () => true;
      response.end = () => {
        loseResponse(response, fault);
        return response;
      };
      return false;
    },
  };
}
