import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundleAsDeployed } from "../bundle-as-deployed.ts";
import { ours, type Subject, subjects } from "./subjects.ts";

export interface BundledSubject extends Subject {
  bundle: string;
  bytes: { raw: number; gzip: number; zip: number };
}

/** Bundles every subject into one CommonJS file: ours with the deployment's options, those of `folder` well tuned. */
export async function bundleSubjects(folder: string, scratch: string): Promise<BundledSubject[]> {
  const built = new Map<string, string>();
  const bundled: BundledSubject[] = [];
  for (const [index, subject] of subjects.entries()) {
    const bundle = join(scratch, `subject-${index}.cjs`);
    const known = built.get(subject.entry);
    if (known) copyFileSync(known, bundle);
    else if (subject === ours) await bundleAsDeployed(subject.entry, bundle);
    else await bundleTuned(join(folder, subject.entry), bundle);
    built.set(subject.entry, bundle);
    bundled.push({ ...subject, bundle, bytes: sizesOf(bundle) });
  }
  return bundled;
}

async function bundleTuned(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // Half the size of esbuild's default for Node.js: the SDK's modules have no side effects.
    mainFields: ["module", "main"],
    logLevel: "error",
  });
}

function sizesOf(bundle: string): BundledSubject["bytes"] {
  const content = readFileSync(bundle);
  return { raw: content.length, gzip: gzipSync(content).length, zip: zipBytes(content) };
}

/** Returns the bytes of a zip as serverless-esbuild writes it, fast, with this file alone. */
export function zipBytes(content: Buffer): number {
  const name = "functions/receive-webhook/main.cjs".length;
  const entry = 30 + name + deflateRawSync(content, { level: 1 }).length + 16;
  const directory = 46 + name + 22;
  return entry + directory;
}
