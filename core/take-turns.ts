/**
 * Returns the items in an order in which the groups take turns, so that a large group does not delay the others. The order
 * within a group stays.
 */
export function takeTurns<Item>(items: readonly Item[], groupOf: (item: Item) => string | number): Item[] {
  const groups = [...Map.groupBy(items, groupOf).values()];
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => turn).flatMap((turn) =>
    groups.flatMap((group) => group.slice(turn, turn + 1)),
  );
}
