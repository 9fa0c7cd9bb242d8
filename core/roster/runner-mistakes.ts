import { hostOf } from "./egress.ts";
import { type Employee, longestInvocation, type RunnerName } from "./employee.ts";

/** A mistake in a configuration file, with the path to the value from the top of the file. */
export interface PlacedMistake {
  path: (string | number)[];
  message: string;
}

/** The field that only one runner uses, and needs, with an example. */
const settings = [
  { runner: "model", field: "model", example: "model: <alias>`, one of workflows/models.yml" },
  { runner: "webhook", field: "webhook", example: "webhook: { url: https://… }`" },
  { runner: "lambda", field: "lambda", example: "lambda: { function_arn: arn:aws:lambda:… }`" },
  {
    runner: "github-workflow",
    field: "workflow",
    example: "workflow: { repository: <owner>/<name>, file: <name>.yml }`",
  },
] as const;

/** The runners whose work ends within one invocation of a function. */
const invocationRunners: readonly RunnerName[] = ["builtin", "model", "lambda"];

/** The sweeper reads a workflow run once a minute, and one read in three may fail. */
const shortestWorkflowSilence = 180;

/** Returns the mistakes in the fields that depend on the runner. */
export function runnerMistakes(employee: Employee): PlacedMistake[] {
  const { runner, instructions, timeout_seconds, heartbeat_seconds } = employee;
  const mistakes: PlacedMistake[] = settings.flatMap(({ runner: owner, field, example }) => {
    if (owner === runner && employee[field] === null) {
      return [{ path: ["runner"], message: `A \`${runner}\` runner needs \`${field}\`: add \`${example}.` }];
    }
    if (owner === runner || employee[field] === null) return [];
    return [{ path: [field], message: `A \`${runner}\` runner uses no \`${field}\`: remove this field.` }];
  });
  if (runner === "model" && instructions === "") {
    const message = "A model needs instructions: write them below the front matter.";
    mistakes.push({ path: ["runner"], message });
  }
  if (invocationRunners.includes(runner) && timeout_seconds > longestInvocation) {
    const message = `A \`${runner}\` runner has at most ${longestInvocation} seconds: use \`webhook\` or \`github-workflow\` for longer work.`;
    mistakes.push({ path: ["timeout_seconds"], message });
  }
  if (runner === "github-workflow" && heartbeat_seconds < shortestWorkflowSilence) {
    const message = `The runs of a \`${runner}\` runner are read once a minute: use at least ${shortestWorkflowSilence} seconds.`;
    mistakes.push({ path: ["heartbeat_seconds"], message });
  }
  return [...mistakes, ...urlMistakes(employee)];
}

function urlMistakes({ webhook }: Employee): PlacedMistake[] {
  if (webhook === null) return [];
  const path = ["webhook", "url"];
  if (!URL.canParse(webhook.url))
    return [{ path, message: "This is not a valid URL: check its host and port." }];
  if (/^\[|^[\d.]+(?::|$)/.test(hostOf(webhook.url))) {
    return [
      { path, message: "An IP address cannot be checked against a certificate: use the name of the host." },
    ];
  }
  return [];
}
