/** Code points that a person does not see but a model or a parser does, as inclusive ranges. */
const invisibleRanges: [first: number, last: number, what: string][] = [
  [0x0000, 0x0008, "controls, without tab and newline"],
  [0x000b, 0x000c, "vertical tab, form feed"],
  [0x000e, 0x001f, "controls"],
  [0x007f, 0x009f, "delete and C1 controls"],
  [0x00ad, 0x00ad, "soft hyphen"],
  [0x034f, 0x034f, "combining grapheme joiner"],
  [0x061c, 0x061c, "Arabic letter mark"],
  [0x115f, 0x1160, "Hangul fillers"],
  [0x17b4, 0x17b5, "Khmer inherent vowels"],
  [0x180b, 0x180f, "Mongolian selectors"],
  [0x200b, 0x200f, "zero-width characters and direction marks"],
  [0x202a, 0x202e, "bidirectional embeddings and overrides"],
  [0x2060, 0x206f, "word joiner, invisible operators, bidirectional isolates"],
  [0x3164, 0x3164, "Hangul filler"],
  [0xfe00, 0xfe0e, "variation selectors, without the one that emoji use"],
  [0xfeff, 0xfeff, "byte order mark"],
  [0xffa0, 0xffa0, "half-width Hangul filler"],
  [0xfff9, 0xfffb, "interlinear annotation"],
  [0xe0000, 0xe0fff, "tag characters, further variation selectors"],
];

const hex = (codePoint: number): string => codePoint.toString(16);

const invisible = new RegExp(
  `[${invisibleRanges.map(([first, last]) => `\\u{${hex(first)}}-\\u{${hex(last)}}`).join("")}]`,
  "gu",
);

/** Converts all line ends to `\n` and replaces lone surrogates. */
function plainLines(text: string): string {
  return text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, "\n");
}

/** Removes invisible characters and normalizes line ends. */
export function stripInvisible(text: string): string {
  return plainLines(text).replace(invisible, "");
}

/** Replaces each invisible character by its code point, such as `[U+202E]`: in a diff, its presence is a finding. */
export function revealInvisible(text: string): string {
  return plainLines(text).replace(
    invisible,
    (character) =>
      `[U+${hex(character.codePointAt(0) ?? 0)
        .toUpperCase()
        .padStart(4, "0")}]`,
  );
}
