import type { JsonRecord } from "../../../core/json-value.ts";

export interface HistoryEvent {
  type: string;
  timestamp: number;
  /** The member of AWS's HistoryEvent that has the details. */
  detailsName?: string;
  details?: JsonRecord;
}

export interface History {
  add(event: HistoryEvent): void;
  /** Returns the events as GetExecutionHistory does, oldest first; ids count from 1. */
  events(): JsonRecord[];
}

/** Keeps values by reference, because many events share one input; `events()` turns them into JSON text. */
export function createHistory(): History {
  const events: HistoryEvent[] = [];
  return {
    add: (event) => void events.push(event),
    events: () =>
      events.map(({ type, timestamp, detailsName, details }, index) => ({
        id: index + 1,
        previousEventId: index,
        timestamp: timestamp / 1000,
        type,
        ...(detailsName && details ? { [detailsName]: withJsonText(details) } : {}),
      })),
  };
}

function withJsonText(details: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      key === "input" || key === "output" ? (JSON.stringify(value) ?? "null") : value,
    ]),
  );
}
