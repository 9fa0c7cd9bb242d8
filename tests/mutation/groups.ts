export interface Group {
  /** The files that are changed, as globs. */
  mutate: readonly string[];
  /** The tests that must notice, as globs. */
  tests: readonly string[];
  /** Percent of the mutants that must be noticed: the score, less one mutant in a hundred. */
  atLeast: number;
}

/** What is mutated together, because the same tests hold it. */
export const groups: Readonly<Record<string, Group>> = {
  arguments: {
    mutate: ["core/commands/{check-arguments,explain-schema-error,unstorable-argument}.ts"],
    tests: ["tests/unit/core/commands/{check-arguments,explain-schema-error}.test.ts"],
    atLeast: 99,
  },
  domain: {
    mutate: ["core/deliveries/{classify-webhook,delivery,intent-key,transport-gate}.ts"],
    tests: ["tests/unit/core/deliveries/{classify-webhook,intent-key,transport-gate}*.test.ts"],
    atLeast: 98,
  },
  door: {
    mutate: [
      "functions/receive-webhook/receive-webhook.ts",
      "middleware/{content-encoding,http-errors,http-event,http-route,idempotency,origin,signature,validation}.ts",
    ],
    tests: [
      "tests/unit/middleware/{content-encoding,http-errors,http-event,http-route,idempotency,origin,validation}.test.ts",
      "tests/handlers/receive-webhook/{answers,gate,origin,refusals,signature}.test.ts",
    ],
    atLeast: 99,
  },
  grammar: {
    mutate: [
      "core/markdown/{comment-lines,mail-quotation,parse-markdown,raw-html}.ts",
      "core/commands/{command-names,edit-distance,parse-comment,split-words}.ts",
    ],
    tests: [
      "tests/unit/core/markdown/{comment-lines,mail-quotation}.test.ts",
      "tests/unit/core/commands/parse-comment*.test.ts",
      "tests/unit/core/commands/{command-names,split-words}.test.ts",
    ],
    atLeast: 98,
  },
  tables: {
    mutate: [
      "adapters/dynamodb/{delivery-item,delivery-table,expressions,intent-table,job-events,job-item,job-table,table}.ts",
    ],
    tests: ["tests/unit/adapters/dynamodb/{delivery-item,table,{delivery,intent,job}-table*}.test.ts"],
    atLeast: 99,
  },
};

/** The group that MUTATION_GROUP names, and where Stryker writes what came out. */
export function groupOfRun(): Group & { report: string } {
  const name = process.env.MUTATION_GROUP ?? "";
  const group = groups[name];
  if (!group) throw new Error(`Set MUTATION_GROUP to one of ${Object.keys(groups).join(", ")}`);
  return { ...group, report: reportOf(name) };
}

/** From the root of the project. */
export function reportOf(name: string): string {
  return `.local/stryker/${name}.json`;
}
