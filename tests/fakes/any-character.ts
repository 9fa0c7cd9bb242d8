import fc from "fast-check";

/**
 * Any code point, lone surrogates too. fast-check's own "binary" gives the same, but takes a second to build.
 */
export const anyCharacter = fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point));
