import type { MiddlewareObj, Request } from "@middy/core";

/** Port: a gate that admits each item once. */
export interface Gate<Item> {
  /** Records the item before the work. Returns the item to work with; null if its work is done already. */
  open(item: Item): Promise<Item | null>;
  /** Records that the work is done. Missing if the work itself records that. */
  close?(item: Item): Promise<void>;
}

interface IdempotencyOptions<Event, Response, Item> {
  gate: Gate<Item>;
  /** Returns the item of an event; null for an event that needs no gate. */
  read(event: Event): Item | null;
  /** Puts the item that the gate returned back into the event. */
  write(event: Event, item: Item): void;
  /** Returns the response to a duplicate: the only early response of a chain. */
  duplicate(item: Item, event: Event): Response;
}

/** Opens the gate before the handler and closes it after. If the work fails, the gate stays open for a repeat. */
export function idempotency<Event, Response, Item>(
  options: IdempotencyOptions<Event, Response, Item>,
): MiddlewareObj<Event, Response> {
  return {
    before: async function idempotencyBefore({
      event,
    }: Request<Event, Response>): Promise<Response | undefined> {
      const item = options.read(event);
      if (item === null) return undefined;
      const admitted = await options.gate.open(item);
      if (admitted === null) return options.duplicate(item, event);
      options.write(event, admitted);
      return undefined;
    },
    after: async function idempotencyAfter({ event }: Request<Event, Response>): Promise<void> {
      const item = options.read(event);
      if (item !== null) await options.gate.close?.(item);
    },
  };
}
