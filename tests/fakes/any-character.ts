import fc from "fast-check";

/** Any code point, halves of surrogate pairs too. fast-check's own "binary" is the same, and takes a second to build. */
export const anyCharacter = fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point));
