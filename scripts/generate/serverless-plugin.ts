import { generate } from "./generate.ts";
import { rulesMetadata } from "./rules-metadata.ts";

interface Serverless {
  serviceDir: string;
  service: { provider: { stage: string }; resources?: { Metadata?: Record<string, unknown> } };
}

/** Hooks at which serverless-esbuild bundles. serverless.yml must list it after this plugin, because hooks run in that order. */
const bundling = [
  "before:package:createDeploymentArtifacts",
  "before:deploy:function:packageFunction",
  "before:offline:start:init",
  "before:offline:start",
  "before:invoke:local:invoke",
];

/**
 * Serverless plugin: updates core/generated for the command's stage before the bundling, and adds the rules to the template, from which operators
 * read the deployed ones. Serverless calls it with `new`.
 */
export default function generatePlugin({ serviceDir, service }: Serverless) {
  let generated: Promise<void> | null = null;
  async function build(): Promise<void> {
    const rules = await generate({ root: serviceDir, stage: service.provider.stage });
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
