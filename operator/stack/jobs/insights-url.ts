/** The functions whose lines a job or a delivery has, by their keys in the service. */
export const roadFunctions = [
  "receiveWebhook",
  "dispatchEvent",
  "acknowledgeJob",
  "freezeContext",
  "runEmployee",
  "publishResult",
  "compensateJob",
  "publishFailure",
  "sweepDeliveries",
] as const;

export interface InsightsQuery {
  region: string;
  logGroups: string[];
  query: string;
  /** ISO 8601 UTC. */
  from: string;
  to: string;
}

/** Where the console opens CloudWatch Logs Insights with that query. */
export function insightsUrl({ region, logGroups, query, from, to }: InsightsQuery): string {
  const source = logGroups.map((group) => `~${quoted(group)}`).join("");
  const times = `end~${quoted(to)}~start~${quoted(from)}~timeType~'ABSOLUTE~tz~'UTC`;
  const detail = `~(${times}~editorString~${quoted(query)}~source~(${source}))`;
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  return `${console}#logsV2:logs-insights$3FqueryDetail$3D${detail}`;
}

/** The console's own way to write text into its address: https://github.com/Sage/jsurl */
function quoted(text: string): string {
  const escaped = text.replace(/[^\w.-]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `*${code.toString(16).padStart(2, "0")}` : `**${code.toString(16).padStart(4, "0")}`;
  });
  return `'${escaped}`;
}
