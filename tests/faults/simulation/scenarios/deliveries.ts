import { aPolicy } from "../../../fakes/records/policy.ts";
import { appHook, repositoryHook } from "../outside/github.ts";
import type { Scenario } from "./scenario.ts";

const another = "4f2d8c1e-0000-4000-8000-000000000002";
const third = "4f2d8c1e-0000-4000-8000-000000000003";
const summary = { body: "/summary" };

/** One request in several deliveries: one answer. */
export const deliveryScenarios: Scenario[] = [
  {
    name: "one-summary",
    people: ({ write }) => write(summary),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "large-payload",
    people: ({ write }) => write({ ...summary, padding: 210 * 1024 }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "one-guid-again",
    people({ write, deliver, scheduler }) {
      write(summary);
      deliver(summary);
      scheduler.after(20_000, () => deliver(summary));
    },
    contested: true,
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "one-guid-from-two-hooks",
    hookIds: [appHook, repositoryHook],
    people({ write, deliver }) {
      write(summary);
      deliver({ ...summary, hook_id: repositoryHook });
    },
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "body-replayed",
    people({ write, deliver, scheduler }) {
      write(summary);
      deliver({ ...summary, guid: another });
      scheduler.after(20_000, () => deliver({ ...summary, guid: third }));
    },
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "no-command",
    people: ({ write }) => write({ body: "Looks good to me." }),
    jobs: 0,
    ends: [],
  },
  {
    name: "two-edits",
    settings: { policy: aPolicy({ triggers: ["created", "edited", "submitted"] }) },
    people({ write, scheduler }) {
      const edit = (guid: string, minute: number, body: string) =>
        write({ action: "edited", guid, updated_at: `2026-11-23T09:0${minute}:00Z`, body });
      edit(another, 1, "Looks good.\n/summary");
      scheduler.after(1_000, () => edit(third, 2, "Looks good to me.\n/summary"));
    },
    jobs: 2,
    ends: ["answered"],
  },
];
