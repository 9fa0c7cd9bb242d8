export interface DemoPull {
  number: number;
  title: string;
  body: string;
  author: string;
  labels: string[];
  branch: string;
  /** `owner/name` of the fork that has the branch. Default: the repository itself. */
  fork?: string;
  /** Name of a file in this folder. */
  diff: string;
  comments: { author: string; hoursAgo: number; body: string }[];
}

export const demoPulls: DemoPull[] = [
  {
    number: 7,
    title: "Partial refunds with idempotency keys",
    author: "wendy",
    labels: ["feature", "needs-review"],
    branch: "partial-refunds",
    diff: "refunds.diff",
    body: [
      "Merchants ask for refunds of *part* of a charge. This adds `POST /charges/{id}/refunds`.",
      "",
      "- the same `Idempotency-Key` gets the same refund, however often it is sent",
      "- sessions need the new scope `refunds:write`",
      "- a table, a queue and a port for the card network's webhooks",
      "",
      "**How to try it:** `npm run migrate && npm start`, then the requests in `docs/api.md`.",
    ].join("\n"),
    comments: [
      {
        author: "octavia",
        hoursAgo: 3,
        body: "Nice, this unblocks the marketplace team. Can two refunds of the same charge race past the limit in `create-refund.ts`?",
      },
      {
        author: "wendy",
        hoursAgo: 2,
        body: "Good question. I _think_ the transaction covers it, but I would like a second pair of eyes on `src/auth` and on the query as well.",
      },
    ],
  },
  {
    number: 8,
    title: "Format amounts by currency",
    author: "ferdinand",
    labels: ["first-contribution"],
    branch: "currency-format",
    fork: "ferdinand/payments",
    diff: "currency.diff",
    body: "Yen have no cents, Kuwaiti dinars have a thousand fils. Fixes the receipts for both.",
    comments: [],
  },
  {
    number: 9,
    title: "Give the connection pool more room",
    author: "octavia",
    labels: [],
    branch: "larger-pool",
    diff: "pool.diff",
    body: "Twenty connections and an idle timeout; the database has room for both.",
    comments: [],
  },
];
