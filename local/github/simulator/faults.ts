import { type RefusalAnswer, type RefusalName, refusals } from "./refusals.ts";

/** Something that goes wrong with requests to the API, for trying out what the App does about it. */
export interface Fault {
  /** Only this method; any when absent. */
  method?: string;
  /** A regular expression over path and query, as requested or with the repository's present name. */
  path: string;
  /** How many requests it hits; one when absent. */
  times?: number;
  /** Refuse in GitHub's words instead of doing the request… */
  refusal?: RefusalName;
  /** …or answer with this status… */
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** …and do it all the same, when `land` is called… */
  late?: boolean;
  /** …or do it and cut the connection before the answer… */
  cutAfter?: boolean;
  /** …and wait so long before either. */
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Keeps a request that got a failure, to apply it later. */
  keep(request: () => Promise<void>): void;
  /** Applies the kept requests in order. */
  land(): Promise<void>;
  /** The fault that hits this request, if any; counts it. */
  take(method: string, urls: string[]): Fault | undefined;
}

export function createFaults(): Faults {
  const kept: (() => Promise<void>)[] = [];
  let waiting: { fault: Fault; left: number; path: RegExp }[] = [];
  return {
    add(fault) {
      const answer: Partial<RefusalAnswer> = fault.refusal ? refusals[fault.refusal] : {};
      waiting.push({
        fault: { ...fault, ...answer },
        left: fault.times ?? 1,
        path: new RegExp(fault.path),
      });
    },
    clear() {
      waiting = [];
    },
    keep: (request) => void kept.push(request),
    async land() {
      for (const request of kept.splice(0)) await request();
    },
    take(method, urls) {
      const hit = waiting.find(
        ({ fault, path }) => (!fault.method || fault.method === method) && urls.some((url) => path.test(url)),
      );
      if (!hit) return undefined;
      hit.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return hit.fault;
    },
  };
}
