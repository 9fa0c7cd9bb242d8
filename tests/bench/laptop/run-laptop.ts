import { fork } from "node:child_process";
import { join } from "node:path";
import { measureFelt } from "../felt/measure.ts";
import { answerOf } from "../ingress/aws.ts";
import { markdownTable } from "../markdown-table.ts";
import { quantileOf } from "../statistics.ts";
import type { Wait } from "./ask-on-laptop.ts";
import type { LaptopWaits } from "./laptop-process.ts";

/**
 * Gives this many commands to a laptop whose requests to GitHub and AWS take the times of the simulation, and as many
 * without them. Returns a table of both beside the simulation.
 */
export async function runLaptop(commands: number): Promise<string> {
  const child = fork(join(import.meta.dirname, "laptop-process.ts"), [String(commands)]);
  const { near, far } = (await answerOf(child)) as LaptopWaits;
  const rows = [
    ["simulation, warm", ...percentiles(await simulate())],
    [`laptop, with the simulation's times of GitHub and AWS, ${far.length} commands`, ...percentiles(far)],
    [`laptop, its own time alone, ${near.length} commands`, ...percentiles(near)],
  ];
  return markdownTable(["seconds after the comment", "👀 p50", "👀 p95", "answer p50", "answer p95"], rows);
}

async function simulate(): Promise<Wait[]> {
  const waits: Wait[] = [];
  for (let seed = 0; seed < 200; seed += 1) {
    waits.push(await measureFelt({ command: "/summary", cold: false, seed }));
  }
  return waits;
}

function percentiles(waits: Wait[]): string[] {
  const seconds = (values: number[]) =>
    [0.5, 0.95].map((share) => (quantileOf(values, share) / 1_000).toFixed(1));
  return [...seconds(waits.map(({ seen }) => seen)), ...seconds(waits.map(({ answered }) => answered))];
}
