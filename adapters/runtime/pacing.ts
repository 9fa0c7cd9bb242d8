import { type PaceEnvironment, readPaceLimits } from "../../core/pacing/pace.ts";
import type { documentClient } from "../dynamodb/document-client.ts";
import { createPaceTable } from "../dynamodb/pace-table.ts";

/** Opens what keeps GitHub's limits on content writes. */
export function createPacing(
  env: PaceEnvironment & { IDEMPOTENCY_TABLE: string },
  client?: ReturnType<typeof documentClient>,
) {
  return { paces: createPaceTable(env.IDEMPOTENCY_TABLE, client), paceLimits: readPaceLimits(env) };
}
