import type { CommentKind } from "../../../core/github/pull-request.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { isTerminal } from "../../../core/jobs/job-state.ts";
import {
  checkSuite,
  requestAction,
  rerequestCheckRun,
  rerequestCheckSuite,
} from "../../../local/github/state/checks.ts";
import { createFakeDeliveryStore } from "../../fakes/delivery-store.ts";
import { anEmployee, aRoster } from "../../fakes/records/employee.ts";
import { aPolicy } from "../../fakes/records/policy.ts";
import { deliverSigned, takeQueued } from "../../fakes/signed-deliveries.ts";
import { startTestService, type TestService } from "../../fakes/test-service.ts";

export interface Conversation {
  service: TestService;
  /** Posts commands in such a comment; returns GitHub's webhook without delivering it. */
  commanded(kind: CommentKind): Promise<Record<string, unknown>>;
  /** Clicks on the check run of an answered command; returns GitHub's webhook without delivering it. */
  clicked(event: "check_run" | "check_suite", action: string): Promise<Record<string, unknown>>;
  /** Delivers a webhook and runs all resulting work. Returns what went wrong, in sentences. */
  faultsOf(event: string, payload: object): Promise<string[]>;
  stop(): Promise<void>;
}

const body = "/security\n/explain";

/** After its command, the response to the first check run is lost, so check runs are listed. */
export const kindWithLostCheckRun: CommentKind = "pull_request_review_comment";

/**
 * A service that reads every kind of response: rules about owners and labels, a fork, an approval in a
 * review.
 */
export async function startConversation(): Promise<Conversation> {
  const deliveries = createFakeDeliveryStore(Date.now);
  const when = { owners: ["@octo-demo/ghosts"], labels: ["nothing"], base_branches: ["elsewhere"] };
  const policy = aPolicy({
    triggers: ["created", "edited", "submitted"],
    rules: [{ name: "owned", when, employees: ["security"] }],
  });
  const explain = anEmployee({
    name: "explain",
    commands: ["explain"],
    minimum_permission: "read",
    forks: "allowed",
  });
  const roster = [...aRoster(), { ...explain, context: [] }];
  const service = await startTestService({ stores: { deliveries }, policy, roster });
  const { github } = service;
  let number = 2_800;

  async function write(path: string, content: object): Promise<void> {
    const { status } = await github.call(
      "POST",
      `/repos/octo-demo/payments${path}`,
      content,
      "token user:wendy",
    );
    if (status >= 300) throw new Error(`${path} got HTTP ${status}`);
  }

  const conversation: Conversation = {
    service,

    async clicked(event, action) {
      await conversation.faultsOf("issue_comment", await conversation.commanded("issue_comment"));
      const run = [...service.repository.checkRuns.values()].at(-1);
      if (!run) throw new Error("There is no check run");
      const wendy = github.store.user("wendy");
      const button = { label: "Retry", description: "Again", identifier: "retry" };
      if (event === "check_suite") {
        rerequestCheckSuite(
          github.store,
          service.repository,
          checkSuite(service.repository, run.headSha),
          wendy,
        );
      } else if (action === "rerequested") rerequestCheckRun(github.store, service.repository, run, wendy);
      else requestAction(github.store, service.repository, { ...run, actions: [button] }, "retry", wendy);
      await github.deliveries.idle();
      service.queue.sent.length = 0;
      return JSON.parse(github.deliveries.newestFirst()[0]?.body ?? "{}");
    },

    async commanded(kind) {
      number += 1;
      const pull = github.store.pull(service.repository, number);
      pull.head.repository = "mallory/payments";
      const line = { path: pull.files[0]?.filename ?? "a.ts", line: 1, commit_id: pull.head.sha };
      await write(`/issues/${number}/comments`, { body: "A first comment" });
      await write(`/pulls/${number}/comments`, { ...line, body: "Why this line?" });
      await write(`/pulls/${number}/reviews`, { body: `/ok-to-run ${pull.head.sha}`, event: "APPROVE" });
      if (kind === "issue_comment") await write(`/issues/${number}/comments`, { body });
      else if (kind === "pull_request_review")
        await write(`/pulls/${number}/reviews`, { body, event: "COMMENT" });
      else await write(`/pulls/${number}/comments`, { ...line, body });
      await github.deliveries.idle();
      service.queue.sent.length = 0;
      if (kind === kindWithLostCheckRun) {
        github.fail({ method: "POST", path: "/check-runs$", cutAfter: true });
      }
      return JSON.parse(github.deliveries.newestFirst()[0]?.body ?? "{}");
    },

    async faultsOf(event, payload) {
      service.log.lines.length = 0;
      const known = new Set((await service.jobs()).map(({ job_id }) => job_id));
      const status = await deliverSigned(service, { event, payload });
      if (status >= 300) return [`The webhook returned HTTP ${status}`];
      // GitHub shows the comment by now, so nothing is postponed.
      const waiting = takeQueued(service);
      service.queue.sent.push(...waiting);
      const { batchItemFailures } = await service.dispatch();
      await Promise.all([...service.workflow.executions.values()].map(({ finished }) => finished));
      service.queue.sent.length = 0;
      const jobs = (await service.jobs()).filter(({ job_id }) => !known.has(job_id));
      return [
        ...batchItemFailures.map(() => "The message is retried until it is dead-lettered"),
        ...waiting.flatMap((envelope) => {
          const { outcome } = deliveries.find(envelope) ?? {};
          return outcome && outcome.kind !== "failed"
            ? []
            : [`The delivery ended ${JSON.stringify(outcome)}`];
        }),
        ...jobs
          .filter(isBad)
          .map(({ command, state, outcome }) => `/${command.name} ended ${state}, ${outcome}`),
        ...service.log.lines
          .filter(({ level }) => level === "error")
          .map(({ fields: { error, code, frames = [] } }) =>
            JSON.stringify([error, code, frames].flat().slice(0, 3)),
          ),
      ];
    },

    stop: service.stop,
  };
  return conversation;
}

const isBad = ({ state, outcome }: Job): boolean => !isTerminal(state) || outcome === "failed";
