const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const digits = 26;

/**
 * Returns `<26 base32 digits of the intent key>-<employee>[-<n>]`: the same command always gets the same id. `n` counts
 * from 1 and is omitted for the first command of an employee in a comment.
 */
export function jobId(intentKey: string, employee: string, n: number): string {
  return `${base32(intentKey)}-${employee}${n > 1 ? `-${n}` : ""}`;
}

/** Returns whether a text looks like the id of a job: it starts as all of them do and is no longer than the longest. */
export function isJobId(text: string): boolean {
  return /^[a-z2-7]{26}-[a-z0-9-]{1,50}$/.test(text);
}

/** Returns the name of an attempt's execution. Step Functions accepts 80 characters. */
export function executionName(id: string, attempt: number): string {
  return `${id}-r${attempt}`;
}

/** Encodes the first 130 bits of a hexadecimal key. */
function base32(hex: string): string {
  const bits = BigInt(`0x${hex.slice(0, 33)}`) >> 2n;
  let text = "";
  for (let digit = digits - 1; digit >= 0; digit--) {
    text += alphabet[Number((bits >> BigInt(digit * 5)) & 31n)];
  }
  return text;
}
