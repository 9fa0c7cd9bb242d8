import { writeFileSync } from "node:fs";
import { paginateDescribeLogGroups, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "./clients.ts";

/** Writes the functions' error logs to a file: MiniStack keeps their logs to itself. */
export async function saveFunctionErrors({ logs: client }: Clients, file: string): Promise<void> {
  const lines: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups(
    { client },
    { logGroupNamePrefix: "/aws/lambda/" },
  )) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        const errors = events.filter(({ message }) => message?.includes('"level":"ERROR"'));
        lines.push(...errors.map(({ message }) => `${logGroupName} ${message}`));
      }
    }
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
}
