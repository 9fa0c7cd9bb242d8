/** Remembers the globals. Returns a function that puts them back; new ones stay, because a package adds them only once. */
export function rememberGlobals(): () => void {
  const before = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  return () => {
    for (const [name, known] of before) {
      const now = Object.getOwnPropertyDescriptor(globalThis, name);
      const changed = now?.value !== known.value || now?.get !== known.get;
      if (changed && known.configurable) Object.defineProperty(globalThis, name, known);
    }
  };
}

/** Remembers the process's environment, folder and exit code. Returns a function that puts them back. */
export function rememberProcess(): () => void {
  const { env, exit, exitCode } = process;
  const folder = process.cwd();
  const variables = { ...env };
  return () => {
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
    Object.assign(process, { env, exit, exitCode });
    if (process.cwd() !== folder) process.chdir(folder);
  };
}
