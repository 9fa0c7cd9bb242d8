import { createRequire } from "node:module";

type Payload = Record<string, unknown>;

// The package is CommonJS by content and an ES module by its types: `require` satisfies both.
const examples: { name: string; examples: Payload[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);

/** Returns GitHub's own example payloads of an event. */
export function examplesOf(event: string): Payload[] {
  return examples.find(({ name }) => name === event)?.examples ?? [];
}
