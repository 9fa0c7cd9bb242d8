import type { DescribedDeadLetter } from "../../stack/dead-letters/dead-letter.ts";
import type { FailedInvocation } from "../../stack/dead-letters/failed-invocations.ts";
import { timeWithAge } from "../../stack/format.ts";
import type { Column } from "./table.ts";

/** Returns the text for a search without a result. */
export function noMatch(checked: number): string {
  if (checked === 0) return "There are no dead-letter messages.";
  return `No dead-letter messages matched (${checked} checked).`;
}

export function deadLetterColumns(now: number): Column<DescribedDeadLetter>[] {
  return [
    { head: "MESSAGE", cell: ({ message_id }) => message_id },
    { head: "SENT", cell: ({ sent_at }) => timeWithAge(sent_at, now) },
    { head: "RECEIVED", cell: ({ receive_count }) => receive_count },
    { head: "DELIVERY", cell: ({ delivery_id }) => delivery_id },
    { head: "PULL REQUEST", cell: ({ repo, pr_number }) => repo && `${repo}#${pr_number}` },
    { head: "EVENT", cell: ({ event }) => event },
    { head: "CAUSE", cell: ({ cause }) => cause },
  ];
}

export function invocationColumns(now: number): Column<FailedInvocation>[] {
  return [
    { head: "MESSAGE", cell: ({ message_id }) => message_id },
    { head: "SENT", cell: ({ sent_at }) => timeWithAge(sent_at, now) },
    { head: "RECEIVED", cell: ({ receive_count }) => receive_count },
    { head: "FUNCTION", cell: (invocation) => invocation.function },
    { head: "ATTEMPTS", cell: ({ tries }) => tries },
    { head: "CAUSE", cell: ({ cause }) => cause },
  ];
}
