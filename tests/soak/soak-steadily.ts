import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isOver, readEndState } from "../processes/rig/end-state.ts";
import { type Rig, startRig } from "../processes/rig/rig.ts";
import { drawChart } from "./draw-chart.ts";
import { createFeed } from "./feed.ts";
import { growthOf } from "./growth.ts";
import { type Sample, takeSample } from "./sample.ts";
import type { SoakSettings } from "./settings.ts";
import { sampleTable } from "./table.ts";
import { findFaults } from "./verdict.ts";

const directory = resolve(import.meta.dirname, "../../.local/soak");
const sampleMs = 5_000;
/** The time that running jobs have after the last comment. */
const drainMs = 120_000;

/** Sends webhooks to a separate laptop at a steady rate for some minutes; returns the exit code. */
export async function soakSteadily(settings: SoakSettings, interrupted: AbortSignal): Promise<number> {
  const rig = await startRig();
  try {
    return await soak(rig, settings, interrupted);
  } finally {
    await rig.stop();
  }
}

async function soak(rig: Rig, settings: SoakSettings, interrupted: AbortSignal): Promise<number> {
  const { minutes, rate } = settings;
  const title = `${minutes} minutes, ${rate} comments a minute`;
  console.log(`Soaking: ${title}. Ctrl+C ends it early, with a report.`);
  const feed = createFeed(rig, rate);
  const samples: Sample[] = [];
  const started = Date.now();
  const watching = new AbortController();
  const watched = (async () => {
    while (!watching.signal.aborted) {
      samples.push(await takeSample(rig, feed, started));
      await pause(sampleMs, undefined, { signal: watching.signal }).catch(() => {});
    }
  })();

  await feed.run(minutes * 60_000, interrupted);
  const growth = growthOf(samples);
  const deadline = Date.now() + drainMs;
  while (!isOver(await readEndState(rig.aws)) && Date.now() < deadline) await pause(500);
  watching.abort();
  await watched;
  samples.push(await takeSample(rig, feed, started));
  feed.stop();

  const faults = await findFaults(rig, feed, await readEndState(rig.aws), growth, settings);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "chart.svg"), drawChart(samples, title));
  writeFileSync(join(directory, "samples.json"), JSON.stringify({ settings, growth, samples }, null, 2));
  console.log(`\n${sampleTable(samples, minutes > 3 ? 60 : 15)}\n`);
  console.log(
    `In the second half the main process kept ${Math.round(growth.mainPerDelivery / 1024)} KB of each delivery; ` +
      `a function's process changed by ${Math.round(growth.functionShare * 100)} %.`,
  );
  console.log(`The chart is ${join(directory, "chart.svg")}.`);
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length === 0) console.log(`All ${feed.threads.length} commands were answered, each once.`);
  return faults.length === 0 ? 0 : 1;
}
