import type { ChangedFile } from "../github/pull-request.ts";
import { pathCode } from "../markdown/path-code.ts";
import { generatedReason, sensitivitiesOf } from "./classify-path.ts";
import type { SensitiveTopic } from "./path-rules.ts";

const order: SensitiveTopic[] = ["Auth and secrets", "Dependencies", "Migrations", "Infrastructure", "CI"];
const mostPaths = 15;

/** Sensitive paths by topic, each with its reason; a renamed file counts for its old path too. */
export function sensitiveSection(files: ChangedFile[]): string {
  const sections = order.map((topic) => topicSection(topic, files)).filter((section) => section !== "");
  if (sections.length === 0) return "No dependency, CI, infrastructure, migration or auth path is touched.";
  return sections.join("\n\n");
}

function topicSection(topic: SensitiveTopic, files: ChangedFile[]): string {
  const items = files.flatMap((file) => {
    const reasons = reasonsFor(topic, file);
    return reasons.length > 0 ? [`- ${pathCode(file.path)}${change(file)}: ${reasons.join(", ")}`] : [];
  });
  if (items.length === 0) return "";
  const more = items.length > mostPaths ? [`- and ${items.length - mostPaths} more`] : [];
  return [`**${topic}**`, "", ...items.slice(0, mostPaths), ...more].join("\n");
}

function reasonsFor(topic: SensitiveTopic, file: ChangedFile): string[] {
  const paths = [file.path, ...(file.previous_path ? [file.previous_path] : [])];
  const reasons = paths
    // Vendored and generated code is full of such words; a lock file is a dependency all the same.
    .filter((path) => topic === "Dependencies" || generatedReason(path) === null)
    .flatMap(sensitivitiesOf)
    .filter((sensitivity) => sensitivity.topic === topic)
    .map(({ reason }) => reason);
  return [...new Set(reasons)];
}

/** What happened to the file beyond an edit, in parentheses. */
export function change({ status, previous_path }: ChangedFile): string {
  if (previous_path)
    return ` (${status === "copied" ? "copied" : "renamed"} from ${pathCode(previous_path)})`;
  return status === "added" || status === "removed" ? ` (${status})` : "";
}
