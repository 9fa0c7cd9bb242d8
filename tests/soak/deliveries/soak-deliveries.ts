import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type LaptopFile, readLaptopFile } from "../../../operator/stack/laptop-file.ts";
import { machine } from "../../bench/machine.ts";
import { writePart } from "../../bench/write-part.ts";
import { startStack } from "../../e2e/start-stack.ts";
import { connectAws } from "../../processes/rig/aws-side.ts";
import { comment } from "../../processes/rig/conversation.ts";
import { type EndState, isOver, readEndState } from "../../processes/rig/end-state.ts";
import { root } from "../../processes/rig/rig.ts";
import { deliverTo } from "./deliver-to.ts";
import { drawTenths } from "./draw-tenths.ts";
import { type Mark, takeMark } from "./mark.ts";
import { changeOf, tenthsOf, tenthsTable } from "./tenths.ts";
import { findFaults } from "./verdict.ts";
import { startWebhookTap, type WebhookTap } from "./webhook-tap.ts";

export interface DeliverySettings {
  count: number;
  /** Commands without an answer at any time. */
  inFlight: number;
  /** Whether to write the result into docs/benchmarks.md. */
  write: boolean;
}

const commandsOnPullRequest = 25;
/** A delivery that the endpoint refuses is sent again by the sweeper, after minutes. */
const answerLimitMs = 900_000;
const drainMs = 120_000;
const pictureLine =
  "![Memory of the laptop and time of a delivery, over the number of deliveries](images/deliveries.svg)";
const local = resolve(root, ".local/soak");

/** Sends commands to a laptop as `npm start` starts it, as fast as they are answered; returns the exit code. */
export async function soakDeliveries(settings: DeliverySettings, interrupted: AbortSignal): Promise<number> {
  const laptop = await startStack();
  const tap = await startWebhookTap(laptop.webhookUrl);
  try {
    const file = readLaptopFile(root);
    if (file?.pid !== laptop.process.pid || !file) throw new Error("Another laptop runs from this folder");
    await deliverTo(tap.url, laptop.githubUrl, file);
    const run = await sendAll(settings, { github: laptop.githubUrl, tap, pid: file.pid, interrupted });
    return report(settings, run, await endState(file));
  } finally {
    await laptop.stop();
    await tap.stop();
  }
}

interface Target {
  github: string;
  tap: WebhookTap;
  pid: number;
  interrupted: AbortSignal;
}

interface Run {
  marks: Mark[];
  lost: number;
}

async function sendAll({ count, inFlight }: DeliverySettings, target: Target): Promise<Run> {
  const { github, tap, pid, interrupted } = target;
  const started = Date.now();
  const marks = [takeMark(pid, 0, started)];
  let [done, lost] = [0, 0];

  async function send(repo: string, pr: number): Promise<void> {
    const answered = tap.answer(repo, pr, answerLimitMs);
    await comment(github, { repo, pr }, "/summary");
    if (!(await answered)) lost += 1;
    done += 1;
    if (done > count || (done % Math.ceil(count / 10) !== 0 && done !== count)) return;
    marks.push(takeMark(pid, done, started));
    const [last] = tenthsOf(marks).slice(-1);
    if (last) console.log(tenthsTable([last]).split("\n").at(-1));
  }

  await Promise.all(
    Array.from({ length: inFlight }, async (_, sender) => {
      // As many are in flight until the last one counts: otherwise the last tenth would be the slowest ones alone.
      for (let n = 0; done < count && !interrupted.aborted; n += 1) {
        await send(`octo-demo/soak-${sender}`, 1 + Math.floor(n / commandsOnPullRequest));
      }
    }),
  );
  return { marks, lost };
}

async function endState(file: LaptopFile): Promise<EndState> {
  const aws = connectAws(file);
  const deadline = Date.now() + drainMs;
  for (;;) {
    const state = await readEndState(aws);
    if (isOver(state) || Date.now() > deadline) {
      aws.stop();
      return state;
    }
    await pause(500);
  }
}

function report({ count, inFlight, write }: DeliverySettings, { marks, lost }: Run, left: EndState): number {
  const tenths = tenthsOf(marks);
  const change = changeOf(tenths);
  const title = `${count} deliveries, ${inFlight} in flight`;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const text = [
    `${machine()}.`,
    tenthsTable(tenths),
    `After the second tenth the main process grew by ${percent(change.main)}, the time of a delivery by ${percent(change.time)}; ${lost} of ${count} commands got no answer.`,
  ].join("\n\n");
  console.log(`\n${title}\n\n${text}\n`);
  mkdirSync(local, { recursive: true });
  const picture = write ? join(root, "docs/images/deliveries.svg") : join(local, "deliveries.svg");
  writeFileSync(picture, drawTenths(tenths, title));
  if (write) writePart("deliveries", `${pictureLine}\n\n${text}`);
  const faults = findFaults({ change, lost, left });
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}
