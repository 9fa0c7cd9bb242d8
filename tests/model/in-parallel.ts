/** Does the work for every item, so many at a time. Answers in the order of the items; fails when one does. */
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
