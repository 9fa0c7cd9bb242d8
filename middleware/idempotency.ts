import type { MiddlewareObj, Request } from "@middy/core";

/** Port: a gate that lets one piece of work through once. */
export interface Gate<Item> {
  /** Records the item before the work. Answers it as it is to be used, or null when its work is done already. */
  open(item: Item): Promise<Item | null>;
  /** The work is done. */
  close(item: Item): Promise<void>;
}

export interface IdempotencyOptions<Event, Answer, Item> {
  gate: Gate<Item>;
  /** The item of an event; null for an event that needs no gate. */
  read(event: Event): Item | null;
  /** Puts the item, as the gate answered it, back into the event. */
  write(event: Event, item: Item): void;
  /** The answer to a duplicate: the only early answer of a chain. */
  duplicate(item: Item, event: Event): Answer;
}

/** Opens the gate before the handler and closes it after; work that failed leaves it open, to be done again. */
export function idempotency<Event, Answer, Item>(
  options: IdempotencyOptions<Event, Answer, Item>,
): MiddlewareObj<Event, Answer> {
  return {
    before: async function idempotencyBefore({ event }: Request<Event, Answer>): Promise<Answer | undefined> {
      const item = options.read(event);
      if (item === null) return undefined;
      const admitted = await options.gate.open(item);
      if (admitted === null) return options.duplicate(item, event);
      options.write(event, admitted);
      return undefined;
    },
    after: async function idempotencyAfter({ event }: Request<Event, Answer>): Promise<void> {
      const item = options.read(event);
      if (item !== null) await options.gate.close(item);
    },
  };
}
