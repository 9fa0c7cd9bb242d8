import type { ChangedFile } from "../github/pull-request.ts";
import { pathCode } from "../markdown/path-code.ts";
import { generatedReason, sensitivitiesOf } from "./classify-path.ts";
import type { SensitiveTopic } from "./path-rules.ts";

const order: SensitiveTopic[] = ["Auth and secrets", "Dependencies", "Migrations", "Infrastructure", "CI"];
const maxPaths = 15;

/** Returns the sensitive paths by topic, each with its reasons. A renamed file counts for its old path too. */
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
  const more = items.length > maxPaths ? [`- and ${items.length - maxPaths} more`] : [];
  return [`**${topic}**`, "", ...items.slice(0, maxPaths), ...more].join("\n");
}

function reasonsFor(topic: SensitiveTopic, file: ChangedFile): string[] {
  const paths = [file.path, ...(file.previous_path ? [file.previous_path] : [])];
  const reasons = paths
    // Vendored and generated code contains such words by chance. A lock file is still a dependency.
    .filter((path) => topic === "Dependencies" || generatedReason(path) === null)
    .flatMap(sensitivitiesOf)
    .filter((sensitivity) => sensitivity.topic === topic)
    .map(({ reason }) => reason);
  return [...new Set(reasons)];
}

/** Returns what happened to the file beyond an edit, in parentheses. */
export function change({ status, previous_path }: ChangedFile): string {
  if (previous_path)
    return ` (${status === "copied" ? "copied" : "renamed"} from ${pathCode(previous_path)})`;
  return status === "added" || status === "removed" ? ` (${status})` : "";
}
