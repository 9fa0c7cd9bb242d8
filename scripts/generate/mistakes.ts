/** A mistake in a source file; line and column start at 1, the file is relative to the project. */
export interface Mistake {
  file: string;
  line: number;
  column: number;
  /** A sentence that says what is wrong and what to do. */
  message: string;
}

export class BuildError extends Error {
  override name = "BuildError";
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(formatMistake).join("\n"));
    this.mistakes = mistakes;
  }
}

/** Compares mistakes by file, line and column, for sorting. */
export function byPlace(left: Mistake, right: Mistake): number {
  return left.file.localeCompare(right.file, "en") || left.line - right.line || left.column - right.column;
}

/** Returns `file:line:column: message`, which editors and terminals show as a link. */
export function formatMistake({ file, line, column, message }: Mistake): string {
  return `${file}:${line}:${column}: ${message}`;
}
