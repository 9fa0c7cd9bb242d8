/** A command that the page completes. */
export interface CommandView {
  /** Without the slash, the main one first. */
  names: string[];
  title: string;
  description: string;
  permission: string;
  arguments: ArgumentView[];
}

export interface ArgumentView {
  name: string;
  description: string;
  /** Empty if every value of its type is allowed. */
  choices: string[];
}
