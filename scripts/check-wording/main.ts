import { globSync, readFileSync } from "node:fs";
import { checkText } from "./check-text.ts";
import { exceptions } from "./forms.ts";

/** Checks the wording of all sources and docs: `npm run lint` runs it. */
const files = globSync("**/*.{ts,js,mjs,cjs,md,yml,html,css,tla}", {
  exclude: (path) => /^(?:node_modules|coverage|\.[a-z]+)$|(?:^|\/)generated$|^tests\/fixtures$/.test(path),
}).toSorted();

let count = 0;
for (const file of files) {
  for (const { line, column, found, better } of checkText(file, readFileSync(file, "utf8"))) {
    console.error(`${file}:${line}:${column} "${found}": write ${better}.`);
    count += 1;
  }
}
for (const { file, text, why } of exceptions) {
  if (files.includes(file) && readFileSync(file, "utf8").includes(text)) continue;
  console.error(
    `scripts/check-wording/forms.ts: the exception for ${file} ("${why}") matches nothing: remove it.`,
  );
  count += 1;
}
if (count > 0) {
  console.error(
    `\n${count} wordings to change. scripts/check-wording/forms.ts lists the forms and the exceptions.`,
  );
  process.exitCode = 1;
}
