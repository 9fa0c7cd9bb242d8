import type { IncomingMessage, ServerResponse } from "node:http";
import { nameRequest } from "./name-request.ts";

/** Something that goes wrong with requests to the laptop's AWS, for trying out what the functions do about it. */
export interface AwsFault {
  /** A regular expression over `<service>.<operation>`, such as `^dynamodb` or `^sqs.SendMessage$`. */
  request: string;
  /** `cut`: the connection breaks. `hang`: nothing comes until the faults are cleared, which breaks it too. */
  kind: "cut" | "hang";
  /** The request is done, and it is the answer that gets lost. */
  after?: boolean;
  /** How many requests it hits; all of them when absent. */
  times?: number;
}

export interface AwsFaults {
  add(fault: AwsFault): void;
  /** Gives everything back. */
  clear(): void;
  /** All that were added since the last clearing, with the number of requests that each has hit. */
  list(): (AwsFault & { hits: number })[];
  /** Lets the first fault that fits happen. False when the request is to be done all the same. */
  meet(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createAwsFaults(): AwsFaults {
  let added: { fault: AwsFault; pattern: RegExp; hits: number }[] = [];
  const hanging = new Set<ServerResponse>();

  function lose(response: ServerResponse, { kind }: AwsFault): void {
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
    meet(request, response) {
      const name = nameRequest(request);
      const met = added.find(
        ({ fault, pattern, hits }) => hits < (fault.times ?? Infinity) && pattern.test(name),
      );
      if (!met) return false;
      met.hits += 1;
      if (!met.fault.after) {
        lose(response, met.fault);
        return true;
      }
      response.write = () => true;
      response.end = () => {
        lose(response, met.fault);
        return response;
      };
      return false;
    },
  };
}
