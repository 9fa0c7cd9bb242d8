/**
 * Reads the named settings, all of them or none: every missing one is named in one error, so that a wrong
 * deployment is mended in one go.
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
