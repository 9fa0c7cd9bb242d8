import type { Context, SQSBatchResponse } from "aws-lambda";
import { createCheckRuns } from "../../adapters/github/checks.ts";
import { createGitHubClient } from "../../adapters/github/client.ts";
import { createGitHubRepository } from "../../adapters/github/repository.ts";
import { createGitHubWriter } from "../../adapters/github/writer.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { BudgetLimits } from "../../core/budgets/budget-limits.ts";
import type { CallbackStore } from "../../core/callbacks/callback-store.ts";
import type { Clock } from "../../core/clock.ts";
import type { DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { Runner } from "../../core/employees/runner.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobIndex, JobStore, PullRequestIndex } from "../../core/jobs/job-store.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { jobStoreWithLanes } from "../../core/lanes/job-store-with-lanes.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import type { Employee } from "../../core/roster/employee.ts";
import type { RolloutStore } from "../../core/routing/rollout-store.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { createHandler as acknowledge } from "../../functions/acknowledge-job/handler.ts";
import { createHandler as awaitTurn } from "../../functions/await-turn/handler.ts";
import { createHandler as compensate } from "../../functions/compensate-job/handler.ts";
import { createHandler as dispatch } from "../../functions/dispatch-event/handler.ts";
import { createHandler as freeze } from "../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../functions/publish-result/handler.ts";
import { createHandler as receive } from "../../functions/receive-webhook/handler.ts";
import { createHandler as run } from "../../functions/run-employee/handler.ts";
import type { Comment, Repository, ReviewComment } from "../../local/github/state/records.ts";
import { startTestGitHub, type TestGitHub } from "../unit/local/github/support.ts";
import { createDispatcherPorts } from "./dispatcher.ts";
import { createFakeEnvelopeQueue, type FakeEnvelopeQueue } from "./envelope-queue.ts";
import { readPermissions, writePermissions } from "./github.ts";
import {
  type CreateInstance,
  createInterpretedWorkflow,
  type InterpretedWorkflow,
} from "./interpreted-workflow.ts";
import { createFakeLog, type FakeLog } from "./log.ts";
import { createPacingPorts } from "./pacing-ports.ts";
import { aBatch } from "./records/batch.ts";
import { someLimits } from "./records/budget.ts";
import { aRoster } from "./records/employee.ts";
import { aPolicy } from "./records/policy.ts";
import { fakeRunners } from "./runners.ts";
import { createFakeWebhookSecrets } from "./webhook-secrets.ts";
import { startWebhookServer } from "./webhook-server.ts";

interface Stores {
  callbacks: CallbackStore;
  deliveries: DeliveryStore;
  index: JobIndex & PullRequestIndex;
  intents: IntentStore;
  jobs: JobStore;
  lanes: LaneStore;
  payloads: PayloadStore;
  rollouts: RolloutStore;
}

export interface TestServiceOptions {
  /** Replaces the fakes. */
  stores?: Partial<Stores>;
  clock?: Clock;
  /** By default every new comment and review triggers. */
  policy?: RoutingPolicy;
  /** By default none has a limit. */
  budgetLimits?: BudgetLimits;
  /** By default three employees for tests. */
  roster?: Employee[];
  /** By default the model answers "All good." */
  model?: Runner;
  /** Replaces the functions of the steps, by their names in the definition. */
  steps?: (own: CreateInstance) => CreateInstance;
}

export interface TestService {
  github: TestGitHub;
  repository: Repository;
  /** The accepted messages that are not dispatched. */
  queue: FakeEnvelopeQueue;
  workflow: InterpretedWorkflow;
  log: FakeLog;
  /** A pull request of the demo repository. */
  pull(number: number): TestPullRequest;
  /** Dispatches all queued messages once. */
  dispatch(): Promise<SQSBatchResponse>;
  /** Dispatches until the queue is empty and all executions have ended. */
  settle(): Promise<void>;
  /** Every job of the workflow, as it is stored now. */
  jobs(): Promise<Job[]>;
  stop(): Promise<void>;
}

export interface TestPullRequest {
  /** Posts a comment as a user; resolves once its webhook was answered. */
  comment(login: string, body: string): Promise<Comment>;
  /** The same on the diff, as the first comment of a thread or as a reply to one. */
  commentOnDiff(login: string, body: string, inReplyTo?: number): Promise<ReviewComment>;
  /** The comments of our App in the conversation, oldest first. */
  answers(): Comment[];
  /** The comments of our App on the diff, oldest first. */
  replies(): ReviewComment[];
  /** Our reactions on a comment. */
  reactions(comment: Comment): string[];
  /** The pull request's only job. */
  job(): Promise<Job>;
}

export const webhookSecret = "the-service's-webhook-secret";
const context = { getRemainingTimeInMillis: () => 30_000 } as Context;

/**
 * The service from a comment on the simulated GitHub to its answer there: signed webhooks, every function's
 * own chain, the workflow's own definition and GitHub's own routes. Dispatches only when a test says so.
 */
export async function startTestService({
  stores = {},
  clock = Date.now,
  policy = aPolicy(),
  roster = aRoster(),
  budgetLimits = someLimits(),
  model = answerAllGood,
  steps,
}: TestServiceOptions = {}): Promise<TestService> {
  let webhookUrl = "";
  const github = await startTestGitHub({ webhookUrl: () => webhookUrl, webhookSecret });
  const repository = github.store.repository("octo-demo", "payments");
  const queue = createFakeEnvelopeQueue();
  const log = createFakeLog();
  const given = { ...createDispatcherPorts(), ...stores, policy, roster, budgetLimits, log, clock };
  // The steps of the workflow get its tokens, and the workflow gets the steps.
  const tokens: TaskTokens = {
    succeed: (token) => workflow.tokens.succeed(token),
    fail: (token, error) => workflow.tokens.fail(token, error),
    heartbeat: (token) => workflow.tokens.heartbeat(token),
  };
  const jobStore = jobStoreWithLanes(given.jobs, { lanes: given.lanes, tokens, clock });
  // The tests of a file share the service, and none of them is about GitHub's limits on content writes.
  const pacing = createPacingPorts({ clock, jobs: jobStore }, { perMinute: 10_000, perHour: 10_000 });
  const common = { ...given, ...pacing, jobs: jobStore, tokens };

  function gitHubWith(permissions: Record<string, "read" | "write">) {
    const credentials = async () => ({ app_id: github.appId, private_key: github.privateKey });
    const client = createGitHubClient({ apiUrl: github.url, credentials, permissions });
    const checks = createCheckRuns(client, { apiUrl: github.url, level: "write" });
    return { reader: createGitHubRepository(client), writer: createGitHubWriter(client), checks };
  }
  function reading() {
    const { reader, checks } = gitHubWith(readPermissions);
    return { ...common, reader, checks };
  }
  const writing = () => ({ ...common, ...gitHubWith(writePermissions) });

  const own: CreateInstance = {
    AcknowledgeJob: () => acknowledge(writing()),
    AwaitTurn: () => awaitTurn(common),
    FreezeContext: () => freeze(reading()),
    RunEmployee: () => run({ ...common, runners: fakeRunners({ model }) }),
    PublishResult: () => publishResult(writing()),
    CompensateJob: () => compensate(writing()),
    PublishFailure: () => publishFailure(writing()),
  };
  const workflow: InterpretedWorkflow = createInterpretedWorkflow(steps?.(own) ?? own);
  const dispatcher = dispatch({ ...reading(), workflow, delayMessage: async () => {} });
  const secrets = createFakeWebhookSecrets(webhookSecret);
  const webhook = await startWebhookServer(
    receive({ ...common, sha256, origin: "unchecked", secrets, queue }),
  );
  webhookUrl = webhook.url;

  async function dispatchAll(): Promise<SQSBatchResponse> {
    const waiting = queue.sent.splice(0);
    const batch = aBatch(waiting.map((envelope) => JSON.stringify(envelope)));
    return (await dispatcher(batch, context)) as SQSBatchResponse;
  }

  async function jobs(): Promise<Job[]> {
    const inputs = [...workflow.executions.values()].map(({ input }) => JSON.parse(input) as ExecutionInput);
    const ids = new Set(inputs.map(({ job_id }) => job_id));
    const found = await Promise.all([...ids].map((job_id) => common.jobs.read(job_id)));
    return found.filter((job) => job !== null);
  }

  function pull(number: number): TestPullRequest {
    function ownOf<Item extends Comment>(comments: Map<number, Item>): Item[] {
      return [...comments.values()]
        .filter((comment) => comment.number === number && comment.author === github.store.bot)
        .sort((one, other) => one.id - other.id);
    }
    return {
      async comment(login, body) {
        const path = `/repos/octo-demo/payments/issues/${number}/comments`;
        const answer = await github.call<{ id: number }>("POST", path, { body }, `token user:${login}`);
        await github.deliveries.idle();
        const comment = repository.comments.get(answer.body.id);
        if (!comment) throw new Error(`Posting the comment got HTTP ${answer.status}`);
        return comment;
      },
      async commentOnDiff(login, body, inReplyTo) {
        const path = `/repos/octo-demo/payments/pulls/${number}/comments`;
        const place = { path: "a.ts", line: 1, commit_id: "a".repeat(40) };
        const fields = { ...place, body, ...(inReplyTo !== undefined && { in_reply_to: inReplyTo }) };
        const answer = await github.call<{ id: number }>("POST", path, fields, `token user:${login}`);
        await github.deliveries.idle();
        const comment = repository.reviewComments.get(answer.body.id);
        if (!comment) throw new Error(`Posting the comment got HTTP ${answer.status}`);
        return comment;
      },
      answers: () => ownOf(repository.comments),
      replies: () => ownOf(repository.reviewComments),
      reactions: ({ reactions }) =>
        [...reactions.values()].filter(({ user }) => user === github.store.bot).map(({ content }) => content),
      async job() {
        const [job, ...more] = (await jobs()).filter(({ pr_number }) => pr_number === number);
        if (!job || more.length > 0) throw new Error(`Expected one job, found ${job ? more.length + 1 : 0}`);
        return job;
      },
    };
  }

  return {
    github,
    repository,
    queue,
    workflow,
    log,
    dispatch: dispatchAll,

    pull,

    async settle() {
      do {
        const { batchItemFailures } = await dispatchAll();
        if (batchItemFailures.length > 0) throw new Error(`Not dispatched: ${log.text()}`);
        await Promise.all([...workflow.executions.values()].map(({ finished }) => finished));
        await github.deliveries.idle();
      } while (queue.sent.length > 0);
    },

    jobs,

    async stop() {
      for (const execution of workflow.executions.values()) execution.stop();
      await github.stop();
      await webhook.stop();
    },
  };
}

const answerAllGood: Runner = async () => ({ outcome: "answered", markdown: "All good.", usage: null });
