import type { IncomingMessage, ServerResponse } from "node:http";
import { nameRequest } from "./name-request.ts";

/** Makes matching requests to the laptop's AWS fail, to test how the functions react. */
export interface AwsFault {
  /** A regular expression for `<service>.<operation>`, such as `^dynamodb` or `^sqs.SendMessage$`. */
  request: string;
  /** `cut` resets the connection; `hang` sends no response until the faults are cleared, which resets it too. */
  kind: "cut" | "hang";
  /** Applies the request and loses only the response. */
  after?: boolean;
  /** How many requests fail. Default: all. */
  times?: number;
}

export interface AwsFaults {
  add(fault: AwsFault): void;
  /** Removes all faults and resets the connections that hang. */
  clear(): void;
  /** Returns the faults since the last clearing, each with the number of requests that it has hit. */
  list(): (AwsFault & { hits: number })[];
  /** Applies the first fault that matches. Returns false if the caller must serve the request. */
  apply(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createAwsFaults(): AwsFaults {
  let added: { fault: AwsFault; pattern: RegExp; hits: number }[] = [];
  const hanging = new Set<ServerResponse>();

  function loseResponse(response: ServerResponse, { kind }: AwsFault): void {
    if (kind === "cut") {
      response.socket?.resetAndDestroy();
      return;
    }
    hanging.add(response);
    response.once("close", () => hanging.delete(response));
  }

  return {
    add(fault) {
      added.push({ fault, pattern: new RegExp(fault.request), hits: 0 });
    },
    clear() {
      added = [];
      for (const response of hanging) response.socket?.resetAndDestroy();
    },
    list: () => added.map(({ fault, hits }) => ({ ...fault, hits })),
    apply(request, response) {
      const name = nameRequest(request);
      const matching = added.find(
        ({ fault, pattern, hits }) => hits < (fault.times ?? Infinity) && pattern.test(name),
      );
      if (!matching) return false;
      matching.hits += 1;
      if (!matching.fault.after) {
        loseResponse(response, matching.fault);
        return true;
      }
      response.write = () => true;
      response.end = () => {
        loseResponse(response, matching.fault);
        return response;
      };
      return false;
    },
  };
}
