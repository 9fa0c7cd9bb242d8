import { type RefusalName, type RefusalResponse, refusals } from "./refusals.ts";

/** Makes matching requests to the API fail, to test how the App reacts. */
export interface Fault {
  /** Default: any method. */
  method?: string;
  /** A regular expression for path and query, as requested or with the repository's current name. */
  path: string;
  /** How many requests fail. Default: one. */
  times?: number;
  /** Sends this refusal of GitHub and does not apply the request. */
  refusal?: RefusalName;
  /** Sends this status and does not apply the request. */
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** With a status or refusal: applies the request when `applyLateRequests` is called. */
  late?: boolean;
  /** Applies the request and cuts the connection before the response. */
  cutAfter?: boolean;
  /** Waits before it does any of this. */
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Keeps a request that failed, to apply it later. */
  defer(request: () => Promise<void>): void;
  /** Applies the deferred requests in order. */
  applyLateRequests(): Promise<void>;
  /** Returns the first fault that matches the request, and counts it; undefined if none matches. */
  take(method: string, urls: string[]): Fault | undefined;
}

export function createFaults(): Faults {
  const deferred: (() => Promise<void>)[] = [];
  let active: { fault: Fault; left: number; path: RegExp }[] = [];
  return {
    add(fault) {
      const refusal: Partial<RefusalResponse> = fault.refusal ? refusals[fault.refusal] : {};
      active.push({
        fault: { ...fault, ...refusal },
        left: fault.times ?? 1,
        path: new RegExp(fault.path),
      });
    },
    clear() {
      active = [];
    },
    defer: (request) => void deferred.push(request),
    async applyLateRequests() {
      for (const request of deferred.splice(0)) await request();
    },
    take(method, urls) {
      const matching = active.find(
        ({ fault, path }) => (!fault.method || fault.method === method) && urls.some((url) => path.test(url)),
      );
      if (!matching) return undefined;
      matching.left -= 1;
      active = active.filter(({ left }) => left > 0);
      return matching.fault;
    },
  };
}
