/** How the blocks of GitHub Flavored Markdown begin and end. Every `rest` is a line from its first visible character. */

/** The marks that open a fence. The info string of a backtick fence holds no backtick: otherwise it is inline code. */
export function openingFence(rest: string): string | null {
  const marks = /^(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(rest);
  return marks?.[1] ?? marks?.[2] ?? null;
}

/** As many marks as opened it, or more. */
export function closesFence(rest: string, fence: string): boolean {
  return rest.startsWith(fence) && /^(?:`+|~+)[ \t]*$/.test(rest);
}

export function isThematicBreak(rest: string): boolean {
  return /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(rest);
}

export function isHeading(rest: string): boolean {
  return /^#{1,6}(?:[ \t]|$)/.test(rest);
}

/** The underline that turns the paragraph above it into a heading. */
export function isHeadingUnderline(rest: string): boolean {
  return /^(?:=+|-+)[ \t]*$/.test(rest);
}

/** The marker of a list item (`-`, `+`, `*`, `7.`, `7)`), null when the line does not begin one. */
export function listMarker(rest: string): string | null {
  return /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/.exec(rest)?.[0] ?? null;
}

/** Only a list item with text, and among ordered ones only the first, may follow a paragraph line directly. */
export function mayInterruptParagraph(marker: string, rest: string): boolean {
  return rest.slice(marker.length).trim() !== "" && (marker.length === 1 || /^0*1[.)]/.test(marker));
}
