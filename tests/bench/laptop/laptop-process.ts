import { createRandom } from "../../faults/simulation/time/random.ts";
import { startGitHubProxy } from "../../processes/rig/github-proxy.ts";
import { type Rig, startRig } from "../../processes/rig/rig.ts";
import { draw, latencies } from "../felt/latencies.ts";
import { askOnLaptop, type Wait } from "./ask-on-laptop.ts";

/** The waits for the laptop's own time alone, and with the simulation's times of GitHub and AWS. */
export interface LaptopWaits {
  near: Wait[];
  far: Wait[];
}

/** Requests to the laptop's AWS, by service. A long poll takes its own time. */
const slowed = [
  { request: "^dynamodb", delay: latencies.dynamodb },
  { request: "^s3", delay: latencies.s3 },
  { request: "^sqs.SendMessage$", delay: latencies.sqs },
  { request: "^states", delay: latencies.states },
  { request: "^secretsmanager", delay: latencies.secrets },
];
const firstCommands = 4;

/** Runs in a process of its own, because the simulation replaces the timers of its process. */
const [commands = "1"] = process.argv.slice(2);
process.send?.(await askNearAndFar(Number(commands)));
process.disconnect?.();

async function askNearAndFar(count: number): Promise<LaptopWaits> {
  const random = createRandom(1);
  let isFar = false;
  const delay = () => (isFar ? draw("github", random) : 0);
  const rig = await startRig({}, delay);
  // The laptop does not outlive an interrupted run.
  for (const end of ["disconnect", "SIGINT"]) process.once(end, () => void rig.stop());
  const webhook = new URL(rig.laptop.webhookUrl);
  const webhooks = await startGitHubProxy(webhook.origin, delay);
  try {
    rig.deliverTo(`${webhooks.url}${webhook.pathname}`);
    // Every function has an instance then.
    await askTimes(rig, firstCommands);
    const near = await askTimes(rig, count);
    isFar = true;
    for (const { request, delay } of slowed) await rig.aws.fail({ request, kind: "slow", delay });
    return { near, far: await askTimes(rig, count) };
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
