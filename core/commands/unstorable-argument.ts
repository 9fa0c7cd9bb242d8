/** DynamoDB keeps no number that is nearer to zero. */
const smallest = 1e-130;

/**
 * What is wrong with an argument that fits its schema and that no table takes, as a sentence; null when it is well.
 * Messages with such a one would come back until they are dead letters, whoever wrote the comment.
 */
export function unstorableArgument(name: string, value: unknown): string | null {
  // The SDK tells a plain object by its constructor, and loses a prototype.
  if (name in Object.prototype) return `\`${name}\` can be no argument.`;
  return [value].flat().every(isStorable) ? null : `\`${name}\` is too large or too small a number.`;
}

function isStorable(value: unknown): boolean {
  if (typeof value !== "number" || value === 0) return true;
  const size = Math.abs(value);
  return size >= smallest && size <= Number.MAX_SAFE_INTEGER;
}
