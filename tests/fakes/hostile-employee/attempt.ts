import type { RunInput } from "../../../functions/core/employees/run-input.schema.ts";

/** Something that hostile code tries; throws when it is refused. */
export type Attempt = [name: string, work: () => Promise<unknown>];

/** Somebody else's job, and all that it is not to reach. */
export interface Victim {
  job_id: string;
  repo: string;
  pr_number: number;
  /** Keys of its context and its result: nobody tells them, and still they are not to be written over. */
  known: string[];
  jobTable: string;
  gitHubSecret: string;
  queueUrl: string;
  stateMachine: string;
}

/** What the process has: the input, the environment and the role of `run-employee`, and a network. */
export interface Possession {
  input: RunInput;
  environment: Record<string, string>;
  /** Where AWS is, by the role. */
  url: string;
  gitHubUrl: string;
}

export function clientOf({ url }: Pick<Possession, "url">) {
  const credentials = { accessKeyId: "role", secretAccessKey: "role" };
  return { endpoint: url, credentials, region: "eu-central-1", maxAttempts: 1 };
}

/** Tries them all; returns how each one ended: `done`, or the name of an error. */
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
