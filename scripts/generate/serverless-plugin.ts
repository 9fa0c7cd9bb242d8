import { generate } from "./generate.ts";
import { rulesMetadata } from "./rules-metadata.ts";

interface Serverless {
  serviceDir: string;
  service: { resources?: { Metadata?: Record<string, unknown> } };
}

/** Where serverless-esbuild starts to bundle. It must be listed after this plugin: hooks run in that order. */
const bundling = [
  "before:package:createDeploymentArtifacts",
  "before:deploy:function:packageFunction",
  "before:offline:start:init",
  "before:offline:start",
  "before:invoke:local:invoke",
];

/**
 * Updates core/generated before anything is bundled, and keeps the rules in the template, where operators
 * read what is deployed. Serverless calls it with `new`.
 */
export default function generatePlugin({ serviceDir, service }: Serverless) {
  let generated: Promise<void> | null = null;
  async function build(): Promise<void> {
    const rules = await generate({ root: serviceDir });
    service.resources = {
      ...service.resources,
      Metadata: { ...service.resources?.Metadata, ...rulesMetadata(rules) },
    };
  }
  const once = (): Promise<void> => {
    generated ??= build();
    return generated;
  };
  return { hooks: Object.fromEntries(bundling.map((event) => [event, once])) };
}
