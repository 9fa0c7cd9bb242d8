/** GitHub's timestamps: whole seconds, UTC. */
export function timestamp(at: number = Date.now()): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The time of a change, always later than the previous one although GitHub counts whole seconds. */
export function timestampAfter(previous: string): string {
  return timestamp(Math.max(Date.now(), Date.parse(previous) + 1000));
}
