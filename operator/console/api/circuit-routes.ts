import { isoTime } from "../../../core/clock.ts";
import {
  closeCircuit,
  openCircuit,
  readCircuitId,
  readCircuitKey,
  readOpenTime,
  readProvider,
} from "../../stack/change-circuit.ts";
import { knownCircuits, type NamedCircuit, readCircuits } from "../../stack/circuits.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { deployedRules } from "../../stack/rules/deployed-rules.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import type { ApiRoute } from "./route.ts";

/** Lists the circuits, and opens or closes one, as `circuit` does. */
export function circuitRoutes(context: ConsoleContext): ApiRoute[] {
  return [
    {
      method: "GET",
      path: /^circuits$/,
      async handle() {
        const stack = await context.stack();
        const known = (await readCircuits(stack, await knownCircuits(stack))).map(presentCircuit);
        const names = known.map(({ provider, key }) => `${provider} ${key}`);
        const others = (await calledEmployees(stack)).filter((key) => !names.includes(`employee ${key}`));
        const closed = { state: "closed", until: null, reason: null };
        return { circuits: [...known, ...others.map((key) => ({ provider: "employee", key, ...closed }))] };
      },
    },
    {
      method: "POST",
      path: /^circuits\/open$/,
      async handle({ body }) {
        const id = circuitOf(body);
        const forMs = readOpenTime(minutesOf(body) * 60_000);
        const stack = await context.stack();
        const { until } = await openCircuit(stack, id, forMs, await context.changedBy(stack, body));
        return { ...id, until: isoTime(until) };
      },
    },
    {
      method: "POST",
      path: /^circuits\/close$/,
      async handle({ body }) {
        const id = circuitOf(body);
        const stack = await context.stack();
        const by = await context.changedBy(stack, body);
        const before = await closeCircuit(stack, id, async () => by);
        if (before.state === "closed") {
          throw new Refusal(
            409,
            "not_done",
            `${id.provider} ${id.key} is already closed: calls are allowed.`,
          );
        }
        return { ...id, before: before.state };
      },
    },
  ];
}

/** Returns the employees that are called over the network. Their circuits have no record before the first failure. */
async function calledEmployees(stack: Stack): Promise<string[]> {
  const { roster } = await deployedRules(stack);
  return roster.filter(({ runner }) => runner === "webhook" || runner === "lambda").map(({ name }) => name);
}

/** Returns a circuit with its time as text. */
export function presentCircuit({ provider, key, state, until, reason }: NamedCircuit) {
  return { provider, key, state, until: state === "closed" ? null : isoTime(until), reason };
}

function circuitOf({ provider, key }: Record<string, unknown>) {
  return readCircuitId(readProvider(String(provider)), readCircuitKey(String(key)));
}

function minutesOf({ minutes }: Record<string, unknown>): number {
  if (typeof minutes === "number" && Number.isInteger(minutes) && minutes > 0) return minutes;
  throw new InvalidInputError("minutes must be a whole number above 0.");
}
