import { resolve } from "node:path";
import { generate } from "./generate.ts";
import { BuildError } from "./mistakes.ts";

const root = resolve(import.meta.dirname, "../..");
/** `STAGE=local npm run generate` generates what the laptop runs, with the employees that only it has. */
const stage = process.env.STAGE || "dev";

try {
  await generate({ root, stage });
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  const count = error.mistakes.length;
  console.error(
    `${error.message}\n\n${count} ${count === 1 ? "mistake" : "mistakes"}. Nothing was generated.`,
  );
  process.exitCode = 1;
}
