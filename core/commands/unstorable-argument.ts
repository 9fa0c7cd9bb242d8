/** DynamoDB stores no number closer to zero. */
const smallest = 1e-130;

/**
 * Returns why DynamoDB cannot store an argument, as a sentence; null if it can. Without this check the message would be
 * retried until it is a dead letter.
 */
export function unstorableArgument(name: string, value: unknown): string | null {
  // The SDK recognizes a plain object by its constructor, and loses a prototype.
  if (name in Object.prototype) return `\`${name}\` cannot be the name of an argument.`;
  return [value].flat().every(isStorable) ? null : `\`${name}\` is a number that is too large or too small.`;
}

function isStorable(value: unknown): boolean {
  if (typeof value !== "number" || value === 0) return true;
  const size = Math.abs(value);
  return size >= smallest && size <= Number.MAX_SAFE_INTEGER;
}
