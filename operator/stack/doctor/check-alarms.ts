import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good, skipped } from "../finding.ts";
import { moment } from "../time.ts";

interface Alarm {
  AlarmName?: string | undefined;
  AlarmDescription?: string | undefined;
  StateUpdatedTimestamp?: Date | undefined;
}

/** The stack's alarms that are on: a description begins with `Page` or `Ticket` and ends with the first command to look. */
export async function checkAlarms({ name, stage, region }: Stack): Promise<Finding[]> {
  if (stage === "local") return [skipped("alarms", "not available on the laptop")];
  const request = { AlarmNamePrefix: `${name}-`, StateValue: "ALARM" } as const;
  const types = { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] as ("MetricAlarm" | "CompositeAlarm")[] };
  const client = new CloudWatchClient({ region });
  const on: Alarm[] = [];
  for await (const page of paginateDescribeAlarms({ client }, { ...request, ...types })) {
    on.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
  }
  if (on.length === 0) return [good("alarms", "none is on")];
  return on.map(({ AlarmName = "", AlarmDescription = "", StateUpdatedTimestamp }) => {
    const since = moment(StateUpdatedTimestamp?.getTime(), Date.now());
    const detail = `${AlarmName.slice(name.length + 1)} is on since ${since}`;
    const made = AlarmDescription.startsWith("Page") ? bad : doubtful;
    return made("alarms", detail, AlarmDescription);
  });
}
