/** `workflows/egress.yml`: the hosts that employees with the runner `webhook` may call. */
export interface Egress {
  /** Lower-case host names, with a port if it is not 443, that every stage may call. */
  hosts: string[];
  /** More hosts by stage. */
  stages: Record<string, string[]>;
}

/** Returns the hosts that a stage may call. */
export function allowedHosts({ hosts, stages }: Egress, stage: string): string[] {
  return [...hosts, ...(stages[stage] ?? [])];
}

/** Returns the host of an https URL as the lists name it: in lower case, with a port only if it is not 443. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Returns the stages whose list lacks a host that an employee calls; `every` if it runs in stages that none names. */
export function stagesWithout(egress: Egress, host: string, stages: readonly string[] | null): string[] {
  if (egress.hosts.includes(host)) return [];
  if (stages === null) return ["every"];
  return stages.filter((stage) => !allowedHosts(egress, stage).includes(host));
}
