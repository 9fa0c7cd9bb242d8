/** A webhook at GitHub whose delivery list the sweeper reads. */
export type SweptHook =
  | { kind: "app" }
  | { kind: "repository"; repo: string; hook_id: string }
  | { kind: "organization"; org: string; hook_id: string };

const named = /^([A-Za-z0-9_.-]+)(?:\/([A-Za-z0-9_.-]+))?:(\d+)$/;

/**
 * Parses a list of hooks, separated by commas or spaces: `app` for the App's own, `<owner>/<repository>:<hook id>`,
 * `<organization>:<hook id>`, or `none`. Throws an error that names every other entry.
 */
export function parseSweptHooks(text: string): SweptHook[] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== "" && entry !== "none");
  const hooks = entries.map(parseHook);
  const wrong = entries.filter((_entry, index) => hooks[index] === null);
  if (wrong.length > 0) {
    throw new Error(`No hooks: ${wrong.join(", ")}. Name them app, owner/repository:id or organization:id.`);
  }
  return hooks.filter((hook) => hook !== null);
}

function parseHook(entry: string): SweptHook | null {
  if (entry === "app") return { kind: "app" };
  const [, owner, repository, hook_id] = named.exec(entry) ?? [];
  if (!owner || !hook_id) return null;
  return repository
    ? { kind: "repository", repo: `${owner}/${repository}`, hook_id }
    : { kind: "organization", org: owner, hook_id };
}

/** Returns the hook's name in keys and log lines. */
export function hookName(hook: SweptHook): string {
  switch (hook.kind) {
    case "app":
      return "app";
    case "repository":
      return `${hook.repo}:${hook.hook_id}`;
    case "organization":
      return `${hook.org}:${hook.hook_id}`;
  }
}
