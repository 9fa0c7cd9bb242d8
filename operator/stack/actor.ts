import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Stack } from "./find-stack.ts";

/** Returns `operator:<name>` for the audit trail. Without an actor it asks AWS whose credentials these are. */
export async function actorOf({ actor }: { actor?: string }, { region }: Stack): Promise<string> {
  if (actor) return `operator:${actor}`;
  const { Arn = "" } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  return `operator:${callerName(Arn)}`;
}

/** Returns the user, or the session of a role: `arn:aws:sts::123456789012:assumed-role/Operator/ada`. */
export function callerName(arn: string): string {
  return arn.split(/[/:]/).at(-1) || "unknown";
}
