import { isReservedCommand, suggestCommand } from "../commands/command-names.ts";
import { commandNames } from "../roster/roster.ts";
import type { PlacedMistake, RosterEntry } from "../roster/roster-mistakes.ts";
import type { RoutingPolicy } from "./routing-policy.ts";

function hint(name: string, known: readonly string[]): string {
  const near = suggestCommand(name, known);
  return near === null ? "" : ` Did you mean \`${near}\`?`;
}

/** Returns the mistakes in `workflows/routing.yml` that the schema cannot find: unknown names, rules that cannot work. */
export function routingMistakes(policy: RoutingPolicy, roster: readonly RosterEntry[]): PlacedMistake[] {
  return [
    ...rulesMistakes(policy, roster),
    ...rolloutMistakes(policy, roster),
    ...hintMistakes(policy, roster),
  ];
}

function hintMistakes({ hints }: RoutingPolicy, roster: readonly RosterEntry[]): PlacedMistake[] {
  const known = commandNames(roster);
  return hints.never_for.flatMap((name, index) => {
    if (!known.includes(name) && !isReservedCommand(name)) return [];
    const message = `\`${name}\` is a command of this roster, not of another bot: remove it.`;
    return [{ path: ["hints", "never_for", index], message }];
  });
}

function unknownCommands(
  named: readonly string[] | undefined,
  roster: readonly RosterEntry[],
  path: PlacedMistake["path"],
): PlacedMistake[] {
  const known = commandNames(roster);
  return (named ?? []).flatMap((command, index) => {
    if (known.includes(command) || isReservedCommand(command)) return [];
    const message = `No employee lists the command \`${command}\`: add it to one.${hint(command, known)}`;
    return [{ path: [...path, index], message }];
  });
}

function reservedInRule(named: readonly string[] | undefined, path: PlacedMistake["path"]): PlacedMistake[] {
  return (named ?? []).flatMap((command, index) => {
    if (!isReservedCommand(command)) return [];
    return [
      { path: [...path, index], message: `\`${command}\` is built in and cannot be routed: remove it.` },
    ];
  });
}

function rulesMistakes({ rules }: RoutingPolicy, roster: readonly RosterEntry[]): PlacedMistake[] {
  const employees = roster.map(({ name }) => name);
  return rules.flatMap((rule, index) => {
    const place = ["rules", index];
    const mistakes: PlacedMistake[] = [];
    if (rules.findIndex(({ name }) => name === rule.name) < index) {
      mistakes.push({
        path: [...place, "name"],
        message: `Another rule has the name "${rule.name}": rename one.`,
      });
    }
    for (const [at, name] of rule.employees.entries()) {
      if (employees.includes(name)) continue;
      const message = `There is no employee \`${name}\` in workflows/employees.${hint(name, employees)}`;
      mistakes.push({ path: [...place, "employees", at], message });
    }
    const commands = [...place, "when", "commands"];
    mistakes.push(...unknownCommands(rule.when.commands, roster, commands));
    mistakes.push(...reservedInRule(rule.when.commands, commands));
    return mistakes;
  });
}

/** Returns the mistakes in the rollout alone, which an operator can change separately. */
export function rolloutMistakes(
  { rollout }: Pick<RoutingPolicy, "rollout">,
  roster: readonly RosterEntry[],
): PlacedMistake[] {
  const mistakes: PlacedMistake[] = [];
  if (rollout.default === "canary" && rollout.canary_percentage === 0) {
    const message =
      "A canary of 0 % is the same as shadow: set `canary_percentage`, or write `default: shadow`.";
    mistakes.push({ path: ["rollout", "default"], message });
  }
  for (const [index, { when, mode, percentage }] of rollout.rules.entries()) {
    const place = ["rollout", "rules", index];
    mistakes.push(...unknownCommands(when.commands, roster, [...place, "when", "commands"]));
    if (mode === "canary" && percentage === undefined) {
      mistakes.push({ path: [...place, "mode"], message: "A canary needs a `percentage`: add it." });
    }
    if (mode !== "canary" && percentage !== undefined) {
      const message = "Only a canary has a `percentage`: remove it, or write `mode: canary`.";
      mistakes.push({ path: [...place, "percentage"], message });
    }
  }
  return mistakes;
}
