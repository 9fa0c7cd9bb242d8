import { hookRequests } from "../../../adapters/github/hook-deliveries.ts";
import { compareEvents } from "../../stack/deliveries/compare-events.ts";
import { readDeliveryDetails } from "../../stack/deliveries/delivery-details.ts";
import { deliveryPage } from "../../stack/deliveries/delivery-page.ts";
import { failingDeliveries } from "../../stack/deliveries/failing.ts";
import { eventsSince } from "../../stack/deliveries/github-events.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { readOnlyStackGitHub } from "../../stack/stack-github.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { presentDetails, presentEvent, presentFailing } from "./present-delivery.ts";
import type { ApiRequest, ApiRoute } from "./route.ts";

/** GitHub keeps its list for three days. */
const listedMs = 3 * 86_400_000;
const maxGaps = 100;

/** Lists deliveries with their fate, and shows one: those of the App's own webhook. */
export function deliveryRoutes(context: ConsoleContext): ApiRoute[] {
  const requestsFor = async (stack: Stack) => {
    const { client } = await readOnlyStackGitHub(stack, context.apiUrl(stack));
    return hookRequests(client, { kind: "app" });
  };

  async function gaps(stack: Stack) {
    const requests = await requestsFor(stack);
    const events = await eventsSince(requests, new Date(Date.now() - listedMs).toISOString());
    const found = await compareEvents(events, stack, requests, { gaps: true, limit: maxGaps });
    return { deliveries: found.map(presentEvent), next: null };
  }

  async function list({ query }: ApiRequest) {
    const stack = await context.stack();
    switch (query.get("only")) {
      case null: {
        const { events, next } = await deliveryPage(cursorOf(query), stack, await requestsFor(stack));
        return { deliveries: events.map(presentEvent), next };
      }
      case "gaps":
        return gaps(stack);
      case "failing": {
        const failing = await failingDeliveries(stack.output("IdempotencyTableName"));
        return { deliveries: failing.map(presentFailing), next: null };
      }
      default:
        throw new InvalidInputError("only must be gaps or failing.");
    }
  }

  return [
    { method: "GET", path: /^deliveries$/, handle: list },
    {
      method: "GET",
      path: /^deliveries\/([\w-]+)$/,
      async handle({ params: [guid = ""] }) {
        const stack = await context.stack();
        const details = await readDeliveryDetails(
          guid,
          stack,
          () => requestsFor(stack),
          () => {},
        );
        if (isUnknown(details)) {
          const advice = "GitHub keeps three days, our records are kept for 30.";
          throw new Refusal(404, "unknown", `Neither this stack nor GitHub knows delivery ${guid}.`, advice);
        }
        return presentDetails(details, Date.now());
      },
    },
  ];
}

function isUnknown({ records, jobs, github }: Awaited<ReturnType<typeof readDeliveryDetails>>): boolean {
  const isListed = "problem" in github || github.attempts.length > 0;
  return records.length === 0 && jobs.length === 0 && !isListed;
}

/** Reads GitHub's own cursor, which is opaque. */
function cursorOf(query: URLSearchParams): string | null {
  const cursor = query.get("cursor");
  if (cursor === null || /^[\w=.:-]{1,200}$/.test(cursor)) return cursor;
  throw new InvalidInputError("That is not the cursor of a page of deliveries.");
}
