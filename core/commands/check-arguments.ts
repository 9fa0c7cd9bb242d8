import { explainSchemaError, type SchemaError } from "./explain-schema-error.ts";
import type { ParsedCommand } from "./parse-comment.ts";
import { unstorableArgument } from "./unstorable-argument.ts";

/** Port: a compiled JSON Schema. It may convert values in place and fill in the defaults of the schema. */
export interface ArgumentValidator {
  (data: unknown): boolean;
  errors?: SchemaError[] | null;
}

interface CheckedArguments {
  arguments: Record<string, unknown>;
  /** Sentences for the user who typed the command; empty if the arguments are valid. */
  problems: string[];
}

const maximumArguments = 50;
const maximumProblems = 10;

/**
 * Binds the typed arguments to an employee's `arguments` schema. `key=value` binds by name; words bind to the property
 * `words` if the schema has it. Otherwise words are text for an employee that reads text (`readsText`: a model), and a
 * mistake for any other. Without a schema, an employee that reads text gets everything as text: `timeout=5` in a sentence
 * is neither an argument nor a mistake.
 */
export function checkArguments(
  command: ParsedCommand,
  schema: Record<string, unknown> | null,
  validate: ArgumentValidator | null,
  { readsText }: { readsText: boolean },
): CheckedArguments {
  if (schema === null || validate === null) {
    if (readsText || command.text === "" || schema !== null) return { arguments: {}, problems: [] };
    return refuse(`\`/${command.name}\` takes no arguments: write it alone on its line.`);
  }
  if (command.problem !== null) return refuse(`In \`/${command.name}\`, ${command.problem}.`);

  const known = Object.keys(schema.properties ?? {});
  const stray = strayWords(command, known, readsText);
  if (stray !== null) return refuse(stray);
  const bound: Record<string, unknown> = Object.assign(Object.create(null), command.values);
  if (known.includes("words")) bound.words = [...command.words];
  const count = Object.keys(command.values).length + (known.includes("words") ? command.words.length : 0);
  if (count > maximumArguments) return refuse(`At most ${maximumArguments} arguments are allowed.`);

  if (validate(bound)) {
    const unstorable = Object.entries(bound).map(([name, value]) => unstorableArgument(name, value));
    const problem = unstorable.find((found) => found !== null);
    return problem ? refuse(problem) : { arguments: { ...bound }, problems: [] };
  }
  const wording = { known, description: null, place: "argument" };
  const problems = validate.errors?.map((error) => explainSchemaError(error, wording)) ?? [];
  // Without a problem, the caller would take the arguments for valid.
  if (problems.length === 0) return refuse("These arguments are not valid.");
  return refuse(...new Set(problems.slice(0, maximumProblems)));
}

const option = /^--?([A-Za-z][A-Za-z0-9_-]{0,63})$/;

/** Returns what is wrong with words that bind to no argument; null if they are text for the employee. */
function strayWords({ name, words }: ParsedCommand, known: string[], readsText: boolean): string | null {
  const [first] = words;
  if (first === undefined || known.includes("words")) return null;
  const usage = known.map((key) => `\`${key}=…\``).join(", ");
  // After the first word, an option is part of the text.
  const [, typed] = option.exec(first) ?? [];
  if (typed !== undefined) return `\`--${typed}\` is unknown: \`/${name}\` takes ${usage || "no options"}.`;
  return readsText ? null : `\`/${name}\` takes no words: use ${usage || "it alone"}.`;
}

function refuse(...problems: string[]): CheckedArguments {
  return { arguments: {}, problems };
}
