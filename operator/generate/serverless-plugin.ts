import { generate } from "./generate.ts";

interface Serverless {
  serviceDir: string;
}

/** Where serverless-esbuild starts to bundle. It must be listed after this plugin: hooks run in that order. */
const bundling = [
  "before:package:createDeploymentArtifacts",
  "before:deploy:function:packageFunction",
  "before:offline:start:init",
  "before:offline:start",
  "before:invoke:local:invoke",
];

/** Brings functions/core/generated up to date before anything is bundled. Serverless calls it with `new`. */
export default function generatePlugin({ serviceDir }: Serverless) {
  let generated: Promise<void> | null = null;
  const once = (): Promise<void> => {
    generated ??= generate({ root: serviceDir });
    return generated;
  };
  return { hooks: Object.fromEntries(bundling.map((event) => [event, once])) };
}
