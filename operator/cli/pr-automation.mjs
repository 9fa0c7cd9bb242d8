#!/usr/bin/env node
/** Starts the command line: in JavaScript, so that a Node that cannot read TypeScript still says what to do. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const needed = 24;
const file = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import("./main.ts");
} else if (existsSync(file("../../node_modules/node/bin/node"))) {
  const args = [file("./main.ts"), ...process.argv.slice(2)];
  const child = spawn(file("../../node_modules/node/bin/node"), args, { stdio: "inherit" });
  // Ctrl+C reaches both; the child decides when it ends.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(
    `pr-automation needs Node ${needed}, and this is ${process.versions.node}: run \`npm ci\` in its folder, which brings it.\n`,
  );
  process.exitCode = 1;
}
