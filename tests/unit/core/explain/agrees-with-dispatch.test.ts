import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCommandRequest } from "../../../../core/deliveries/command-request.ts";
import type { PullRequestEnvelope } from "../../../../core/deliveries/envelope.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { explain } from "../../../../core/explain/explain.ts";
import type { Explanation, JobFate } from "../../../../core/explain/explanation.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { RolloutMode, RolloutPolicy, RoutingRule } from "../../../../core/routing/routing-policy.ts";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

const lines = [
  "/summary",
  "/review please",
  "/security",
  "/sumary",
  "/unknown-command",
  "/ok-to-run 5c1d7a0",
  "> /summary",
  "  /security",
  "words",
];
const modes = fc.constantFrom<RolloutMode[]>("off", "shadow", "shadow-run", "canary", "active");
const rollout: fc.Arbitrary<RolloutPolicy> = fc.record({
  default: modes,
  canary_percentage: fc.integer({ min: 0, max: 100 }),
  rules: fc.array(
    fc.record({
      when: fc.record({ commands: fc.constantFrom<string[][]>(["summary"], ["review", "security"]) }),
      mode: fc.constantFrom<RolloutMode[]>("off", "shadow", "shadow-run", "active"),
    }),
    { maxLength: 2 },
  ),
});

const world = fc.record({
  text: fc.array(fc.constantFrom(...lines), { maxLength: 5 }).map((all) => all.join("\n\n")),
  live: fc.constantFrom("as sent", "as sent", "as sent", "gone", "changed", "of another"),
  settled: fc.boolean(),
  action: fc.constantFrom("created", "created", "created", "edited"),
  type: fc.constantFrom("User", "User", "User", "Bot"),
  allow: fc.constantFrom("**", "**", "**", "octo-demo/other"),
  permission: fc.constantFrom("none", "read", "write", "admin"),
  fork: fc.boolean(),
  gone: fc.constantFrom(false, false, false, true),
  rollout,
  rules: fc.constantFrom<RoutingRule[][]>(
    [],
    [{ name: "both", when: { commands: ["review"] }, employees: ["security", "summary"] }],
    [{ name: "release", when: { base_branches: ["release/*"] }, employees: ["security"] }],
  ),
});

type World = typeof world extends fc.Arbitrary<infer One> ? One : never;

function prepare(given: World): { ports: DispatcherPorts; envelope: PullRequestEnvelope } {
  const ports = createDispatcherPorts();
  const sender = { login: "octavia", id: 11, type: given.type };
  const envelope = anEnvelopeOf(given.text, { action: given.action, sender });
  ports.policy = aPolicy({
    repositories: { allow: [given.allow] },
    rollout: given.rollout,
    rules: given.rules,
  });
  const { repository } = ports.reader;
  repository.permissions = { octavia: given.permission };
  repository.pull.from_fork = given.fork;
  if (given.gone) {
    ports.reader.pullRequest = async () => {
      throw new PermanentError("github_not_found", "GitHub knows no such pull request");
    };
  }
  const author = given.live === "of another" ? "mallory" : "octavia";
  const body = given.live === "changed" ? "/summary of that" : given.text;
  repository.comments[9001] = given.live === "gone" ? null : { author, body };
  if (given.settled) ports.clock.advance(30_000);
  return { ports, envelope };
}

/** Of the job table it is given nothing but the reading. */
async function explained(
  envelope: PullRequestEnvelope,
  { jobs, ...ports }: DispatcherPorts,
): Promise<Explanation> {
  const { payload } = envelope.payload_ref as { payload: Parameters<typeof readCommandRequest>[1] };
  const reading = { read: jobs.read };
  const request = await readCommandRequest(envelope, payload, ports.reader);
  return explain(envelope, request, { ...ports, jobs: reading });
}

async function dispatched(
  envelope: PullRequestEnvelope,
  ports: DispatcherPorts,
): Promise<Explanation["decision"]> {
  try {
    const outcome = await dispatchEvent(envelope, ports);
    if (outcome.kind === "duplicate" || outcome.kind === "applied")
      throw new Error("a first delivery of a comment is none");
    return outcome;
  } catch (error) {
    if (error instanceof PermanentError) return { kind: "failed", reason: error.code };
    if (error instanceof RetryableError) return { kind: "waits", reason: error.code };
    throw error;
  }
}

function fateOf({ state, mode, refusals }: Job): JobFate {
  if (mode !== "active" && state === "IGNORED") return "stays_in_shadow";
  if (state === "CANCELLED") return "is_cancelled";
  if (mode === "shadow-run") return "runs_in_shadow";
  return refusals.length > 0 ? "is_refused" : "starts";
}

const jobsOf = ({ commands }: Explanation) =>
  commands.flatMap(({ jobs }) => jobs).filter(({ fate }) => fate !== "is_left_out");

test("property: the dispatcher does what the explanation said, job by job", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { ports, envelope } = prepare(given);
      const before = await explained(envelope, ports);
      expect(ports.jobs.all()).toEqual([]);

      const decision = await dispatched(envelope, ports);
      expect(before.decision).toEqual(decision);
      const jobs = ports.jobs.all();
      expect(jobsOf(before).map(({ job_id, fate }) => [job_id, fate])).toEqual(
        jobs.map((job) => [job.job_id, fateOf(job)]),
      );

      const after = await explained(envelope, ports);
      expect(jobsOf(after).map(({ fate, known }) => [fate, known?.state])).toEqual(
        jobs.map(({ state }) => ["is_known", state]),
      );
      seen.add(decision.kind === "ignored" ? decision.reason : decision.kind);
      for (const { fate } of jobsOf(before)) seen.add(fate);
    }),
    { numRuns: 2_000 },
  );
  // Otherwise it has been asked about too little.
  expect([...seen].sort()).toEqual([
    "action_does_not_trigger",
    "bot",
    "comment_changed",
    "comment_deleted",
    "comment_of_another",
    "dispatched",
    "failed",
    "is_cancelled",
    "is_refused",
    "no_command",
    "no_employee",
    "repository_not_allowed",
    "runs_in_shadow",
    "starts",
    "stays_in_shadow",
    "waits",
  ]);
});
