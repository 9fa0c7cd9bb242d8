import { PermanentError } from "../../../core/errors.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { stackGitHub } from "../stack-github.ts";
import { stackPorts } from "../stack-ports.ts";
import type { JobReader } from "./find-jobs.ts";

/** Port: looks up the ID of a repository by its current or former name; null if GitHub does not show it to the App. */
export type LookUpRepository = (name: string) => Promise<number | null>;

/**
 * Finds the ID of the repository with a current or former name (`owner/name`): by the newest job with that name, or
 * else by GitHub. Returns null if neither knows it.
 */
export async function findRepository(
  name: string,
  reading: Pick<JobReader, "ids" | "read">,
  ask: LookUpRepository,
): Promise<number | null> {
  const named = reading.ids({ index: "by-repository", value: name, since: null, until: null });
  for await (const { job_id } of named) {
    const job = await reading.read(job_id);
    if (job) return job.repo_id;
  }
  return ask(name);
}

/** Returns a look-up on GitHub as the stack's App. */
export function lookUpOnGitHub(stack: Stack, apiUrl: string): LookUpRepository {
  return async function lookUpRepository(name) {
    try {
      const { client } = await stackGitHub(stack, stackPorts(stack), apiUrl);
      return (await client.repository(name)).repo_id;
    } catch (error) {
      // An App without a key has no jobs.
      if (error instanceof PermanentError || error instanceof OperatorError) return null;
      throw error;
    }
  };
}
