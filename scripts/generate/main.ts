import { resolve } from "node:path";
import { generate } from "./generate.ts";
import { BuildError } from "./mistakes.ts";

const root = resolve(import.meta.dirname, "../..");

try {
  await generate({ root });
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  const count = error.mistakes.length;
  console.error(
    `${error.message}\n\n${count} ${count === 1 ? "mistake" : "mistakes"}. Nothing was generated.`,
  );
  process.exitCode = 1;
}
