import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Model } from "../models.ts";
import type { Variant } from "../variants.ts";
import type { Checker } from "./install-checker.ts";
import { type Finding, readOutput } from "./read-output.ts";
import { tellTrace } from "./tell-trace.ts";

const specifications = resolve(import.meta.dirname, "..");
const patienceMs = 600_000;

/** One worker and a fixed hash: a variant always gives the same result and the same shortest trace. */
const repeatable = ["-workers", "1", "-fp", "0", "-lncheck", "final"];
/** A small state space is explored before an optimizing compiler would pay off. */
const javaFor = ({ faults }: Variant) => [
  "-Xmx2g",
  "-XX:+UseSerialGC",
  ...(faults > 1 ? [] : ["-XX:TieredStopAtLevel=1"]),
];

/** The file name of a variant. */
export function slugOf({ model, name }: Variant): string {
  return `${model}-${name.toLowerCase().replace(/[^a-z]+/g, "-")}`;
}

/**
 * Lets TLC explore every state of a variant, in its own folder. Throws without a verdict after ten minutes.
 */
export async function checkVariant(
  variant: Variant,
  model: Model,
  place: { checker: Checker; folder: string; signal: AbortSignal },
): Promise<Finding> {
  const folder = join(place.folder, slugOf(variant));
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, "variant.cfg");
  writeFileSync(configuration, configure(variant, model));

  const { java, jar } = place.checker;
  const machine = [...javaFor(variant), `-Djava.io.tmpdir=${folder}`, "-cp", jar];
  const tlc = ["tlc2.TLC", "-deadlock", ...repeatable, "-cleanup", "-metadir", folder];
  const args = [...machine, ...tlc, "-config", configuration, variant.model];
  const output = await run(java, args, place.signal);
  writeFileSync(join(folder, "output.txt"), output);
  try {
    const finding = readOutput(output, model.end);
    if (finding.broken) writeFileSync(join(folder, "trace.txt"), `${tellTrace(finding.trace).join("\n")}\n`);
    return finding;
  } catch (cause) {
    const message = `${variant.model}, ${variant.name}: TLC gave no verdict; see ${folder}/output.txt`;
    throw new Error(message, { cause });
  }
}

function configure(variant: Variant, model: Model): string {
  const { without = [], assuming = model.assuming, invariants = model.invariants, inTheEnd } = variant;
  const properties = inTheEnd ? [...model.steps, model.end] : model.steps;
  return [
    "SPECIFICATION Spec",
    `CONSTANT MaxFaults = ${variant.faults}`,
    `CONSTANT Without = ${setOf(without)}`,
    ...(assuming ? [`CONSTANT Assuming = ${setOf(assuming)}`] : []),
    `INVARIANTS ${invariants.join(" ")}`,
    ...(properties.length > 0 ? [`PROPERTIES ${properties.join(" ")}`] : []),
    "",
  ].join("\n");
}

function setOf(texts: string[]): string {
  return `{${texts.map((text) => `"${text}"`).join(", ")}}`;
}

/** Returns the output, even of a failed run: TLC exits with an error if it finds a violation. */
async function run(program: string, args: string[], signal: AbortSignal): Promise<string> {
  const child = spawn(program, args, {
    cwd: specifications,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
    signal,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  await once(child, "close");
  return chunks.join("");
}
