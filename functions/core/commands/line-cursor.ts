/** A place in a line of Markdown. Columns count a tab up to the next multiple of four, as CommonMark does. */
export interface LineCursor {
  readonly text: string;
  position: number;
  column: number;
}

export function createLineCursor(text: string): LineCursor {
  return { text, position: 0, column: 0 };
}

function widthAt(text: string, position: number, column: number): number {
  const character = text[position];
  if (character === " ") return 1;
  return character === "\t" ? 4 - (column % 4) : 0;
}

/** What comes next: the columns of white space, and the text behind them. */
export function lookAhead(cursor: LineCursor): { indent: number; rest: string } {
  let { position, column } = cursor;
  for (;;) {
    const width = widthAt(cursor.text, position, column);
    if (width === 0) return { indent: column - cursor.column, rest: cursor.text.slice(position) };
    column += width;
    position += 1;
  }
}

/** Moves over at most `columns` columns of white space; a tab may be left half consumed. */
export function skipColumns(cursor: LineCursor, columns: number): void {
  const target = cursor.column + columns;
  for (;;) {
    const width = widthAt(cursor.text, cursor.position, cursor.column);
    if (width === 0) return;
    if (cursor.column + width > target) {
      cursor.column = target;
      return;
    }
    cursor.column += width;
    cursor.position += 1;
  }
}

/** Moves over `length` characters that are not tabs. */
export function skipCharacters(cursor: LineCursor, length: number): void {
  cursor.position += length;
  cursor.column += length;
}
