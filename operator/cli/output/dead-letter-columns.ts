import type { DescribedLetter } from "../../stack/dead-letters/describe-dead-letter.ts";
import type { DescribedInvocation } from "../../stack/dead-letters/failed-invocations.ts";
import { moment } from "../../stack/time.ts";
import type { Column } from "./table.ts";

export const noLetters = "There are no dead letters.";

export function letterColumns(now: number): Column<DescribedLetter>[] {
  return [
    { head: "MESSAGE", cell: ({ message_id }) => message_id },
    { head: "SENT", cell: ({ sent_at }) => moment(sent_at, now) },
    { head: "RECEIVED", cell: ({ receive_count }) => receive_count },
    { head: "DELIVERY", cell: ({ delivery_id }) => delivery_id },
    { head: "PULL REQUEST", cell: ({ repo, pr_number }) => repo && `${repo}#${pr_number}` },
    { head: "EVENT", cell: ({ event }) => event },
    { head: "CAUSE", cell: ({ cause }) => cause },
  ];
}

export function invocationColumns(now: number): Column<DescribedInvocation>[] {
  return [
    { head: "MESSAGE", cell: ({ message_id }) => message_id },
    { head: "SENT", cell: ({ sent_at }) => moment(sent_at, now) },
    { head: "RECEIVED", cell: ({ receive_count }) => receive_count },
    { head: "FUNCTION", cell: (invocation) => invocation.function },
    { head: "TRIES", cell: ({ tries }) => tries },
    { head: "CAUSE", cell: ({ cause }) => cause },
  ];
}
