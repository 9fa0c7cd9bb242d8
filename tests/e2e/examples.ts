import { createRequire } from "node:module";

type Payload = Record<string, unknown>;

// The package is CommonJS by content and an ES module by its types: required, so that both agree.
const examples: { name: string; examples: Payload[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);

/** GitHub's own example payloads of an event. */
export function examplesOf(event: string): Payload[] {
  return examples.find(({ name }) => name === event)?.examples ?? [];
}
