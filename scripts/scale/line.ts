/** A queue whose length does not matter for its speed. */
export interface Line<Item> {
  /** Returns the new length. */
  add(item: Item): number;
  first(): Item | undefined;
  next(): Item | undefined;
  length(): number;
}

export function createLine<Item>(): Line<Item> {
  let items: Item[] = [];
  let head = 0;
  return {
    add: (item) => items.push(item) - head,
    first: () => items[head],
    next() {
      const item = items[head];
      if (item !== undefined) head += 1;
      if (head > 1000 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    length: () => items.length - head,
  };
}
