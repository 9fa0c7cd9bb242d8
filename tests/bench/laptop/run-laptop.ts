import { createRandom } from "../../faults/simulation/time/random.ts";
import { startGitHubProxy } from "../../processes/rig/github-proxy.ts";
import { type Rig, startRig } from "../../processes/rig/rig.ts";
import { draw, latencies } from "../felt/latencies.ts";
import { type Felt, measureFelt } from "../felt/measure.ts";
import { markdownTable } from "../markdown-table.ts";
import { quantileOf } from "../statistics.ts";
import { askOnLaptop } from "./ask-on-laptop.ts";

type Wait = Pick<Felt, "seen" | "answered">;

/** Requests to the laptop's AWS, by service. A long poll takes its own time. */
const slowed = [
  { request: "^dynamodb", delay: latencies.dynamodb },
  { request: "^s3", delay: latencies.s3 },
  { request: "^sqs.SendMessage$", delay: latencies.sqs },
  { request: "^states", delay: latencies.states },
  { request: "^secretsmanager", delay: latencies.secrets },
];
const firstCommands = 4;

/**
 * Gives this many commands to a laptop whose requests to GitHub and AWS take the times of the simulation, and as many
 * without them. Returns a table of both beside the simulation.
 */
export async function runLaptop(commands: number): Promise<string> {
  // Before any connection is open, because the simulation replaces the timers.
  const simulated = await simulate();
  const random = createRandom(1);
  let isFar = false;
  const delay = () => (isFar ? draw("github", random) : 0);
  const rig = await startRig({}, delay);
  const webhook = new URL(rig.laptop.webhookUrl);
  const webhooks = await startGitHubProxy(webhook.origin, delay);
  try {
    rig.deliverTo(`${webhooks.url}${webhook.pathname}`);
    // Every function has an instance then.
    await askTimes(rig, firstCommands);
    const near = await askTimes(rig, commands);
    isFar = true;
    for (const { request, delay } of slowed) await rig.aws.fail({ request, kind: "slow", delay });
    const far = await askTimes(rig, commands);
    return resultTable(simulated, near, far);
  } finally {
    await webhooks.stop();
    await rig.stop();
  }
}

async function askTimes(rig: Rig, count: number): Promise<Wait[]> {
  const waits: Wait[] = [];
  for (let n = 0; n < count; n += 1) waits.push(await askOnLaptop(rig, "/summary"));
  return waits;
}

async function simulate(): Promise<Wait[]> {
  const waits: Wait[] = [];
  for (let seed = 0; seed < 200; seed += 1) {
    waits.push(await measureFelt({ command: "/summary", cold: false, seed }));
  }
  return waits;
}

function resultTable(simulated: Wait[], near: Wait[], far: Wait[]): string {
  const rows = [
    ["simulation, warm", ...percentiles(simulated)],
    [`laptop, with the simulation's times of GitHub and AWS, ${far.length} commands`, ...percentiles(far)],
    [`laptop, its own time alone, ${near.length} commands`, ...percentiles(near)],
  ];
  return markdownTable(["seconds after the comment", "👀 p50", "👀 p95", "answer p50", "answer p95"], rows);
}

function percentiles(waits: Wait[]): string[] {
  const seconds = (values: number[]) =>
    [0.5, 0.95].map((share) => (quantileOf(values, share) / 1_000).toFixed(1));
  return [...seconds(waits.map(({ seen }) => seen)), ...seconds(waits.map(({ answered }) => answered))];
}
