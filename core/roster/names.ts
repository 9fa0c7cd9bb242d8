/** A command without its slash. */
export const commandNamePattern = "^[a-z][a-z0-9-]{0,31}$";

/** Kebab-case; part of job ids and of metrics. Its length has a limit of its own. */
export const employeeNamePattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/** An alias of `workflows/models.yml`. */
export const modelAliasPattern = "^[a-z][a-z0-9-]{0,31}$";
