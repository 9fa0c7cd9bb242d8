/**
 * Returns what can complete the text before the caret: the range that a choice replaces, and the choices. Null if the
 * line gives no command there. A command follows `/` or a mention of the App at the start of a line.
 */
export function completionAt(text, caret, { commands, app }) {
  const from = text.lastIndexOf("\n", caret - 1) + 1;
  const line = text.slice(from, caret);
  const [mention] = new RegExp(`^@${escaped(app)}(?:\\[bot\\])?\\s+`, "i").exec(line) ?? [];
  const prefix = line.startsWith("/") ? "/" : mention;
  if (prefix === undefined) return mentionOf(line, from, caret, app);
  const rest = line.slice(prefix.length);
  const [, name, typed] = /^([a-z0-9-]+)\s(?:.*\s)?(\S*)$/i.exec(rest) ?? [];
  const found =
    name === undefined
      ? commandChoices(rest, prefix.trim() === "/" ? "/" : "", commands)
      : argumentChoices(rest, typed, commandOf(name, commands));
  const word = name === undefined ? rest : typed;
  return answer(caret - word.length, caret, word, found);
}

const escaped = (name) => name.replace(/[^\w]/g, "\\$&");

/** Nothing is left to complete if the only choice is what the user has typed. */
function answer(from, to, typed, choices) {
  const isDone = choices.length === 1 && choices[0].insert.trimEnd() === typed;
  return choices.length === 0 || isDone ? null : { from, to, choices };
}

function mentionOf(line, from, caret, app) {
  if (!/^@[\w-]*$/.test(line) || !`@${app}`.startsWith(line.toLowerCase())) return null;
  const choice = {
    insert: `@${app} `,
    label: `@${app}`,
    title: "Mentions the App",
    detail: "then a command, without the slash",
  };
  return answer(from, caret, line, [choice]);
}

const commandOf = (name, commands) => commands.find(({ names }) => names.includes(name.toLowerCase()));

/** Names that start with what is typed come first, then those that contain it, each in alphabetical order. */
function commandChoices(typed, sign, commands) {
  if (!/^[a-z0-9-]*$/i.test(typed)) return [];
  const word = typed.toLowerCase();
  const rank = (name) => (name.startsWith(word) ? 0 : name.includes(word) ? 1 : 2);
  return commands
    .map((command) => ({ command, name: command.names.toSorted((a, b) => rank(a) - rank(b))[0] }))
    .filter(({ name }) => rank(name) < 2)
    .toSorted((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
    .map(({ command: { title, description, permission }, name }) => ({
      ...{ insert: `${name} `, label: `${sign}${name}`, title },
      detail: `${description.replace(/\.?$/, ".")} Needs ${permission} permission.`,
    }));
}

/** Completes the name of an argument that is not on the line yet, or the value after its `=`. */
function argumentChoices(rest, typed, command) {
  if (!command) return [];
  const [key, value] = typed.split("=");
  const wanted = command.arguments.find(({ name }) => name === key);
  if (value !== undefined) {
    const choices = wanted?.choices.filter((choice) => choice.startsWith(value)) ?? [];
    return choices.map((choice) => ({ insert: `${key}=${choice} `, label: choice, title: key, detail: "" }));
  }
  return command.arguments
    .filter(({ name }) => name.startsWith(typed) && !rest.includes(` ${name}=`))
    .map(({ name, description, choices }) => ({
      ...{ insert: `${name}=`, label: `${name}=`, title: description },
      detail: choices.join(", "),
    }));
}
