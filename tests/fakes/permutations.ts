/** Returns the things in every order. */
export function permutations<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((thing, index) =>
    permutations(things.filter((_, n) => n !== index)).map((rest) => [thing, ...rest]),
  );
}
