/**
 * Returns the named environment variables. Throws one Error that names every missing one, so one deployment fixes them
 * all.
 */
export function readEnv<Name extends string>(
  source: Record<string, string | undefined>,
  names: readonly Name[],
): Record<Name, string> {
  const settings = {} as Record<Name, string>;
  const missing: Name[] = [];
  for (const name of names) {
    const value = source[name];
    if (value) settings[name] = value;
    else missing.push(name);
  }
  if (missing.length > 0) {
    throw new Error(`Missing environment: ${missing.join(", ")}. Set them in the function's function.yml.`);
  }
  return settings;
}
