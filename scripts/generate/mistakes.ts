/** Something to correct, and where: line and column count from 1, the file is relative to the project. */
export interface Mistake {
  file: string;
  line: number;
  column: number;
  /** A sentence that says what to do. */
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

/** Order of the files, and inside a file from its top. */
export function byPlace(left: Mistake, right: Mistake): number {
  return left.file.localeCompare(right.file, "en") || left.line - right.line || left.column - right.column;
}

/** `file:line:column: message`, which editors and terminals turn into a link. */
export function formatMistake({ file, line, column, message }: Mistake): string {
  return `${file}:${line}:${column}: ${message}`;
}
