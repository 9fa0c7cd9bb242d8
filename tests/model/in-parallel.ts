/**
 * Does the work for every item, that many at a time. Returns the results in the order of the items; throws if
 * one fails.
 */
export async function inParallel<Item, Answer>(
  items: Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) answers[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return answers;
}
