import { run } from "./run.ts";

const { env, stdin, stdout, stderr } = process;
// The reader of a pipe may close it early: `pr-automation jobs | head`.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
process.exitCode = await run(process.argv.slice(2), { env, stdin, stdout, stderr });
