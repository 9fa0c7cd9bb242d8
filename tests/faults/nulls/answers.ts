import type { Gap, Path, RestOperation } from "./descriptions.ts";
import { reportingReads, withGaps } from "./values.ts";

export interface Answers {
  /** Fields read from the responses since the last `reset`, as `name.name`, by operation. */
  reads: Map<string, Set<string>>;
  /** A response of each operation. */
  examples: Map<string, unknown>;
  /** From now on, responses of that operation lack this field; null restores them. */
  lack(change: { id: string; gaps: readonly Gap[] } | null): void;
  stop(): void;
}

/** A proxy to GitHub's REST API that records which response fields are read, and changes them. */
export function interceptAnswers(apiUrl: string, operations: readonly RestOperation[]): Answers {
  const original = { fetch: globalThis.fetch, parse: JSON.parse };
  const reads: Answers["reads"] = new Map();
  const examples: Answers["examples"] = new Map();
  /** The operation of each response text. */
  const texts = new Map<string, string>();
  let change: { id: string; gaps: readonly Gap[] } | null = null;

  globalThis.fetch = async (input, init) => {
    const response = await original.fetch(input, init);
    const url = new URL(String(input));
    const operation = operations.find(
      ({ method, matches }) => method === (init?.method ?? "GET") && matches(url.pathname),
    );
    if (!operation || url.origin !== apiUrl || !response.ok) return response;
    if (!response.headers.get("content-type")?.includes("json")) return response;
    const value: unknown = original.parse(await response.text());
    examples.set(operation.id, value);
    const text = JSON.stringify(change?.id === operation.id ? withGaps(value, change.gaps) : value);
    texts.set(text, operation.id);
    const changed = new Response(text, { status: response.status, headers: withoutLength(response.headers) });
    // Octokit reads it of pages that have a count.
    return Object.defineProperty(changed, "url", { value: response.url });
  };

  JSON.parse = (text, reviver) => {
    const value: unknown = original.parse(text, reviver);
    const id = texts.get(text);
    return id === undefined ? value : reportingReads(value, (path) => note(id, path));
  };

  function note(id: string, path: Path): void {
    const known = reads.get(id) ?? new Set();
    reads.set(id, known.add(path.join(".")));
  }

  return {
    reads,
    examples,
    lack(next) {
      change = next;
    },
    stop() {
      globalThis.fetch = original.fetch;
      JSON.parse = original.parse;
    },
  };
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete("content-length");
  return kept;
}
