import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "../../scripts/generate/generate.ts";
import { projectRoot } from "./bundle-as-deployed.ts";
import { runFelt } from "./felt/report.ts";
import { runIngress } from "./ingress/run-ingress.ts";
import { runLaptop } from "./laptop/run-laptop.ts";
import { machine } from "./machine.ts";
import { runMemory } from "./memory/run-memory.ts";
import { runStarts } from "./starts/run-starts.ts";
import { writePart } from "./write-part.ts";

interface Settings {
  scratch: string;
  /** 1 for the documented number of rounds; more on a busy machine. */
  effort: number;
}

interface Results {
  /** Tables as Markdown. */
  text: string;
  /** An SVG for docs/images. */
  picture?: string;
}

const parts: Record<string, (settings: Settings) => Promise<Results>> = {
  ingress: ({ scratch, effort }) =>
    runIngress(scratch, { warm: Math.ceil(25 * effort), cold: Math.ceil(11 * effort) }),
  starts: async ({ scratch, effort }) => ({ text: await runStarts(scratch, Math.ceil(11 * effort)) }),
  memory: async ({ scratch, effort }) => ({ text: await runMemory(scratch, Math.ceil(5 * effort)) }),
  // These two run the simulation, which replaces the timers of this process: they are the last.
  laptop: async ({ effort }) => ({ text: await runLaptop(Math.ceil(20 * effort)) }),
  felt: ({ effort }) => runFelt(Math.ceil(1_000 * effort)),
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { effort: { type: "string", default: "1" }, write: { type: "boolean", default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
const effort = Number(values.effort);
if (unknown.length > 0 || !(effort > 0)) {
  console.error(`Usage: npm run bench -- [${Object.keys(parts).join("|")}]… [--effort 0.2] [--write]`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "pr-comment-automation-bench-"));
try {
  await generate({ root: projectRoot, stage: "dev" });
  for (const [name, run] of Object.entries(parts)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const started = performance.now();
    const { text, picture } = await run({ scratch, effort });
    const seconds = Math.round((performance.now() - started) / 1_000);
    const report = `${machine()}; the run took ${seconds} s.\n\n${text}`;
    console.log(`\n## ${name}\n\n${report}`);
    if (!values.write) continue;
    writePart(name, report);
    if (picture) writeFileSync(join(projectRoot, `docs/images/${name}.svg`), picture);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
