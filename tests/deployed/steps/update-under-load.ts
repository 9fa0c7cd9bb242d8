import { setTimeout as pause } from "node:timers/promises";
import { GetFunctionConfigurationCommand, paginateListFunctions } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { until } from "../../e2e/until.ts";
import type { Delivery } from "../../e2e/webhooks.ts";
import type { Clients } from "../service/clients.ts";
import { everything, type Service } from "../service/service.ts";
import type { Output } from "../service/stack.ts";
import { pullRequest } from "../service/traffic.ts";

const repo = "octo-demo/update";
const everyMs = 200;
/** The next event waits if a slow machine has this many unanswered ones. */
const mostUnanswered = 15;

/**
 * Deploys a change while signed events arrive, every fifth of them twice, and continues for a while: each
 * must be answered exactly once. Refused events are delivered again, as the operator would request from
 * GitHub.
 */
export async function updateUnderLoad(
  service: Service,
  clients: Clients,
  output: Output,
  githubApiUrl: string,
  say: (text: string) => void,
): Promise<void> {
  const load = await startLoad();
  await load.reaches(5);
  const before = load.accepted();
  await service.deploy({ ...everything, githubApiUrl }, "update.log");
  const during = load.accepted() - before;
  await load.reaches(load.accepted() + 10);
  const { deliveries, refusals } = await load.stop();

  if (during < 10) throw new Error(`Only ${during} events were accepted during the update`);
  await expectEnvironment(clients, githubApiUrl);
  const { answersOn } = await import("../../e2e/answers.ts");
  await until(finalAnswers, (count) => count >= deliveries, 600);
  const answers = await answersOn(repo, pullRequest);
  const jobs = new Set(answers.map(({ job_id }) => job_id));
  if (answers.length !== deliveries || jobs.size !== deliveries) {
    throw new Error(`${deliveries} events got ${answers.length} answers of ${jobs.size} jobs`);
  }
  const dead = await messagesIn(clients, output("EventDeadLetterQueueUrl"));
  if (dead !== 0) throw new Error(`${dead} messages are in the dead-letter queue`);
  say(`${deliveries} events, ${during} of them during the update, each answered once`);
  if (refusals.length > 0) say(`${refusals.length} delivered again: ${[...new Set(refusals)].join(", ")}`);
}

async function startLoad() {
  const { commentDelivery, deliver } = await import("../../e2e/webhooks.ts");
  const stopping = new AbortController();
  const accepted = new Set<string>();
  const waiting: Delivery[] = [];
  const refusals: string[] = [];
  let deliveries = 0;
  let answered = 0;

  async function send(delivery: Delivery): Promise<void> {
    try {
      const { status, body } = await deliver(delivery);
      if (status !== 200 && status !== 202)
        throw new Error(`Answered with ${status}: ${JSON.stringify(body)}`);
      accepted.add(delivery.guid);
    } catch (error) {
      refusals.push(String(error));
      waiting.push(delivery);
    }
  }

  async function sendAll(): Promise<void> {
    const [login = ""] = repo.split("/");
    while (!stopping.signal.aborted) {
      if (deliveries - answered < mostUnanswered) {
        const delivery = commentDelivery({ body: "/summary", repo, login, pr: pullRequest });
        deliveries++;
        await Promise.all([send(delivery), ...(deliveries % 5 === 0 ? [send(delivery)] : [])]);
      }
      await pause(everyMs);
    }
  }

  async function countAnswers(): Promise<void> {
    while (!stopping.signal.aborted) {
      answered = await finalAnswers();
      await pause(1000);
    }
  }

  const working = Promise.all([sendAll(), countAnswers()]);
  return {
    accepted: () => accepted.size,
    async reaches(count: number): Promise<void> {
      const end = Date.now() + 300_000;
      while (accepted.size < count) {
        if (Date.now() > end)
          throw new Error(`Only ${accepted.size} of ${count} events were accepted within 300 s`);
        await pause(50);
      }
    },
    async stop() {
      stopping.abort();
      await working;
      for (const delivery of waiting.splice(0)) await send(delivery);
      if (waiting.length > 0) throw new Error(`${waiting.length} events were refused twice`);
      return { deliveries, refusals };
    },
  };
}

async function finalAnswers(): Promise<number> {
  const { answersOn, isFinal } = await import("../../e2e/answers.ts");
  return (await answersOn(repo, pullRequest)).filter(isFinal).length;
}

async function messagesIn({ queues }: Clients, QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

/** Checks that every function that calls GitHub got the new address. */
async function expectEnvironment({ functions }: Clients, githubApiUrl: string): Promise<void> {
  let changed = 0;
  for await (const { Functions = [] } of paginateListFunctions({ client: functions }, {})) {
    for (const { FunctionName } of Functions) {
      const { Environment } = await functions.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const url = Environment?.Variables?.GITHUB_API_URL;
      if (url === undefined) continue;
      if (url !== githubApiUrl) throw new Error(`${FunctionName} still has ${url}`);
      changed++;
    }
  }
  if (changed === 0) throw new Error("No function has GITHUB_API_URL");
}
