import { learnDelivery } from "../state/delivered.ts";
import type { World } from "../state/world.ts";
import { type ConsoleRoute, sendJson } from "./route.ts";

/** Where the simulator is told of a webhook that it did not deliver itself: `{"event", "payload"}`. */
export function learnRoutes(world: World): ConsoleRoute[] {
  return [
    {
      method: "POST",
      path: /^\/_sim\/delivered$/,
      handle({ body: { event, payload }, response }) {
        learnDelivery(world, String(event), payload);
        sendJson(response, {}, 202);
      },
    },
  ];
}
