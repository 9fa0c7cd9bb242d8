import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { slugOf } from "../model/checker/check-variant.ts";
import { models } from "../model/models.ts";
import { expectationOf } from "../model/results.ts";
import { groups } from "../model/variants.ts";
import { codeIn, linksOf, tableRows } from "./documents/markdown.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");
const page = read("docs/model.md");
const reference = read("tests/model/README.md");
const names = Object.keys(models) as (keyof typeof models)[];
const variants = Object.values(groups).flat();

describe("the documented results", () => {
  test.each(Object.entries(groups))("%s: are those of the variants that are checked", (group, expected) => {
    const rows = tableRows(reference, group).map(([name, model, faults, states, verdict = ""]) => ({
      told: { name, model, faults, verdict: verdict.replace(/, \d+ actions?$/, "") },
      states,
    }));

    expect(expected.length).toBeGreaterThan(1);
    expect(rows.map(({ told }) => told)).toEqual(
      expected.map((variant) => ({
        name: variant.name,
        model: variant.model,
        faults: String(variant.faults),
        verdict: expectationOf(variant),
      })),
    );
    for (const { states } of rows) expect(states).toMatch(/^[1-9][\d,]*$/);
  });

  test("cover all variants, each with its own folder", () => {
    expect(new Set(variants.map(slugOf)).size).toBe(variants.length);
  });

  test("show how the naive order breaks the promise", () => {
    const told = variants.filter((variant) => variant.told);

    expect(told).toMatchObject([{ model: "TransportGate", finds: "NothingLost" }]);
    expect(page).toMatch(/```text\n(?: +\d+ {2}\w+ .*\n){3}```/);
  });
});

describe.each(names)("%s", (model) => {
  const source = read(`tests/model/${model}.tla`);
  const rows = tableRows(reference, `in ${model}`);

  test("has each action that the page maps to the code", () => {
    const mapped = rows.flatMap(([actions = ""]) => codeIn(actions));

    expect(mapped.length).toBeGreaterThan(10);
    expect(mapped.filter((name) => !isDefined(source, name))).toEqual([]);
  });

  test("has no action that the page does not map", () => {
    const mapped = rows.flatMap(([actions = ""]) => codeIn(actions));
    const actions = actionsOf(source);

    expect(actions.length).toBeGreaterThan(10);
    expect(actions.filter((name) => !mapped.includes(name))).toEqual([]);
  });

  test("maps to code that exists", () => {
    const missing = rows.flatMap(([, cell = ""]) => {
      const files = linksOf(cell).map((target) => read(join("tests/model", target)));
      const said = codeIn(cell.replace(/\[[^\]]*\]\([^)]*\)/g, ""));
      return said.filter((name) => !files.some((file) => new RegExp(`\\b${name}\\b`).test(file)));
    });

    expect(missing).toEqual([]);
  });

  test("loses each of its protections in a variant that must find a violation", () => {
    const protections = [...(source.match(/^Protections == \{([^}]*)\}/m)?.[1] ?? "").matchAll(/"([^"]+)"/g)];
    const mutants = variants.filter((variant) => variant.model === model && variant.finds !== null);
    const taken = mutants.flatMap(({ without = [] }) => without);

    expect(protections.length).toBeGreaterThan(3);
    expect(new Set(protections.map(([, name]) => name))).toEqual(new Set(taken));
  });

  test("defines the properties of the variants", () => {
    const { invariants, steps, end } = models[model];
    const found = variants.filter((variant) => variant.model === model).map(({ finds }) => finds);
    const wanted = [...invariants, ...steps, end, ...found].filter((name) => name !== null);

    expect(wanted.filter((name) => !isDefined(source, name))).toEqual([]);
  });
});

test("the page explains each checked property", () => {
  const told = tableRows(page, "promise").flatMap(([, properties = ""]) => codeIn(properties));
  const checked = names.flatMap((name) => [
    ...models[name].invariants,
    ...models[name].steps,
    models[name].end,
  ]);

  expect(new Set(told)).toEqual(new Set(checked));
});

function isDefined(source: string, name: string): boolean {
  return new RegExp(`^${name}(?:\\([^)]*\\))? *==`, "m").test(source);
}

/** The actions of `Next`, and those of `Progress`, which is a part of it. */
function actionsOf(source: string): string[] {
  const bodies = ["Progress", "Next"].map(
    (name) => source.match(new RegExp(`^${name} ==([\\s\\S]*?)\\n\\n`, "m"))?.[1] ?? "",
  );
  const uses = bodies.join("\n").replace(/\\E \w+ \\in [^:]+:/g, "");
  const used = [...uses.matchAll(/\b[A-Z]\w+/g)].map(([name]) => name);
  return [...new Set(used)].filter((name) => isDefined(source, name) && name !== "Progress");
}
