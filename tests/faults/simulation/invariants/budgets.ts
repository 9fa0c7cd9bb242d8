import type { World } from "../world.ts";

/** No budget was ever exceeded; at rest no run holds anything, and what the results cost has been charged. */
export function budgetsAreKept({ stores }: World): string[] {
  const budgets = [...stores.budgets.budgets];
  const charged = (key: string) =>
    stores.jobs
      .all()
      .filter(({ reservation: held }) => held?.budgets.some((one) => `${one}#${held.day}` === key))
      .reduce((sum, { cost }) => sum + (cost?.micros ?? 0), 0);
  return [
    ...[...stores.exceeded].map((key) => `The budget ${key} was exceeded`),
    ...budgets.filter(([, { held }]) => held.size > 0).map(([key]) => `The budget ${key} is held for ever`),
    ...budgets
      .filter(([key, { used }]) => used < charged(key))
      .map(([key]) => `The budget ${key} was not charged what the jobs have cost`),
  ];
}
