import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCommand } from "../run/command.ts";
import type { Run } from "../run/run.ts";

const requirements = resolve(import.meta.dirname, "../requirements.txt");

/** The virtual environment with cfn-lint and MiniStack; recreated when its requirements have changed. */
export async function installPython(run: Run, say: (text: string) => void): Promise<string> {
  const environment = join(run.folder, "venv");
  const stamp = join(environment, "installed.txt");
  const python = (program: string, args: string[], seconds: number) => {
    // These variables may name pip's package index.
    const pipSettings = Object.entries(process.env).filter(([name]) => name.startsWith("PIP_"));
    const env = { ...Object.fromEntries(pipSettings), PATH: process.env.PATH ?? "", HOME: run.folder };
    return runCommand(run, { program, args, cwd: run.folder, env, log: "python.log" }, seconds);
  };
  const version = await python("python3", ["--version"], 10).catch((cause: unknown) => {
    throw new Error("Python 3.11 or newer is needed, with venv (Debian: apt-get install python3-venv)", {
      cause,
    });
  });
  const wanted = `${version}${readFileSync(requirements, "utf8")}`;
  if (read(stamp) === wanted) {
    say("unchanged");
    return environment;
  }
  rmSync(environment, { recursive: true, force: true });
  await python("python3", ["-m", "venv", environment], 300);
  const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "-r", requirements];
  await python(join(environment, "bin/python"), pip, 900);
  await python(join(environment, "bin/python"), ["-m", "pip", "check"], 30);
  writeFileSync(stamp, wanted);
  say("installed");
  return environment;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
