import { durationText, secondsOf } from "../../stack/format.ts";
import type { ExecutionDetails } from "../../stack/jobs/executions.ts";
import type { TimelineEntry } from "../../stack/jobs/timeline.ts";
import type { Column } from "./table.ts";

export const timelineColumns: Column<TimelineEntry>[] = [
  { head: "TIME", cell: ({ at }) => secondsOf(at) },
  { head: "AFTER", cell: ({ after }) => (after === null ? "" : `+${durationText(after)}`) },
  { head: "WHAT", cell: ({ what }) => what },
  { head: "BY", cell: ({ actor }) => actor ?? "" },
  { head: "WHY", cell: ({ reason }) => reason ?? "" },
  {
    head: "IDS",
    cell: ({ ids }) =>
      Object.entries(ids)
        // An execution's name identifies it; the rest of its ARN is noise.
        .map(([name, id]) => `${name}=${String(id).replace(/^arn:.*:/, "")}`)
        .join(" "),
  },
];

export const executionColumns: Column<ExecutionDetails>[] = [
  { head: "EXECUTION", cell: ({ name }) => name },
  { head: "STATUS", cell: ({ status }) => status },
  { head: "STARTED", cell: ({ started_at }) => started_at && secondsOf(started_at) },
  {
    head: "TOOK",
    cell: ({ started_at, stopped_at }) =>
      started_at && stopped_at && durationText(Date.parse(stopped_at) - Date.parse(started_at)),
  },
  { head: "LAST STEP", cell: ({ step }) => step },
  { head: "FAILED ATTEMPTS", cell: ({ failed_steps }) => failed_steps.length },
];

export const failureColumns: Column<ExecutionDetails["failed_steps"][number] & { name: string }>[] = [
  { head: "FAILED", cell: ({ at }) => secondsOf(at) },
  { head: "EXECUTION", cell: ({ name }) => name },
  { head: "STEP", cell: ({ step }) => step },
  { head: "ERROR", cell: ({ error }) => error },
  { head: "CODE", cell: ({ code }) => code },
];
