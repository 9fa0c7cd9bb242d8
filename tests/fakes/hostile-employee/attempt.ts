import type { RunInput } from "../../../core/employees/run-input.schema.ts";

/** An attack that hostile code tries; throws if it is refused. */
export type Attempt = [name: string, work: () => Promise<unknown>];

/** Another user's job and everything that the attack must not reach. */
export interface Victim {
  job_id: string;
  repo: string;
  pr_number: number;
  /** Keys of its context and its result: secret, and still protected against overwriting. */
  known: string[];
  jobTable: string;
  gitHubSecret: string;
  queueUrl: string;
  stateMachine: string;
}

/** What the process has: the input, environment and role of `run-employee`, and a network. */
export interface Possession {
  input: RunInput;
  environment: Record<string, string>;
  /** The endpoint of AWS with this role. */
  url: string;
  gitHubUrl: string;
}

export function clientOf({ url }: Pick<Possession, "url">) {
  const credentials = { accessKeyId: "role", secretAccessKey: "role" };
  return { endpoint: url, credentials, region: "eu-central-1", maxAttempts: 1 };
}

/** Tries all of them; returns each result: `done`, or the name of an error. */
export async function tryAll(attempts: readonly Attempt[]): Promise<[name: string, end: string][]> {
  const ends: [string, string][] = [];
  for (const [name, work] of attempts) {
    ends.push([
      name,
      await work().then(
        () => "done",
        (error: Error) => error.name,
      ),
    ]);
  }
  return ends;
}
