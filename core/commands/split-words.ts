interface Words {
  words: string[];
  /** Has no prototype, so that `__proto__` is a key like any other. */
  values: Record<string, string>;
  problem: string | null;
}

const space = /\p{White_Space}/u;
const nextSpace = /\p{White_Space}/gu;
/** `--key=value` means the same as `key=value`. */
const keyBefore = /(?:--)?([A-Za-z_][A-Za-z0-9_-]{0,63})=/y;

/** Reads from the opening quote at `start`; `end` is null if the quote is not closed. */
function readQuoted(text: string, start: number): { value: string; end: number | null } {
  let value = "";
  for (let at = start + 1; ; at += 1) {
    const character = text.charAt(at);
    if (character === "") return { value, end: null };
    if (character === '"') return { value, end: at + 1 };
    const next = text.charAt(at + 1);
    if (character === "\\" && (next === '"' || next === "\\")) {
      value += next;
      at += 1;
    } else value += character;
  }
}

function endOfWord(text: string, start: number): number {
  nextSpace.lastIndex = start;
  return nextSpace.exec(text)?.index ?? text.length;
}

/**
 * Splits the rest of a command line into words, `"quoted words"`, `key=value` (or `--key=value`) and `key="quoted
 * value"`. Inside quotes, `\"` and `\\` stand for `"` and `\`. A quote counts only at the start of a word or a value,
 * so that prose (`a 27" screen`) stays prose; text directly after a closing quote belongs to the same word.
 */
export function splitWords(text: string): Words {
  const words: string[] = [];
  const values: Record<string, string> = Object.create(null);
  let problem: string | null = null;

  let at = 0;
  while (at < text.length) {
    if (space.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    keyBefore.lastIndex = at;
    const key = keyBefore.exec(text)?.[1] ?? null;
    if (key !== null) at = keyBefore.lastIndex;

    let value = "";
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted.end === null) problem ??= 'a quote (") is not closed';
      value = quoted.value;
      at = quoted.end ?? text.length;
    }
    const end = endOfWord(text, at);
    value += text.slice(at, end);
    at = end;

    if (key === null) words.push(value);
    else if (key in values) problem ??= `\`${key}\` is given twice`;
    else values[key] = value;
  }
  return { words, values, problem };
}
