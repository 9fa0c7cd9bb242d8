/**
 * How many days each kind of record is kept. The items of the tables expire by these numbers; a test compares them with
 * the lifetimes of the buckets in `resources/`.
 */
export const retentionDays = {
  /** GitHub redelivers within 3 days; a month leaves time for an operator's replay. */
  deliveries: 30,
  intents: 90,
  /** Webhook payloads, contexts and results in the payload bucket. */
  payloads: 90,
  /** Jobs and their events. Audits ask for a year. */
  jobs: 400,
  /** The history of jobs in the history bucket. */
  history: 400,
  /** What operators did. */
  operations: 400,
  /** Redelivery requests: longer than GitHub can redeliver an event, so that the count does not restart. */
  redeliveries: 10,
  /** A missing circuit counts as closed. */
  circuits: 7,
  /** The budgets of a day. The jobs keep what they have cost. */
  budgets: 35,
  sweepMarks: 30,
  /** Longer than a run may take, so that a late callback is still known and gets the response `late`. */
  callbacks: 30,
  /** Lanes and turns: longer than a job may wait. */
  lanes: 30,
  /** Paces, of which an hour counts, and waits: longer than an answer may wait. */
  paces: 30,
} as const;
