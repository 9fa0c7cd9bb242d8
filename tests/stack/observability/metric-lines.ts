/** A line of a metric widget: a metric, or an expression over the others. */
export interface MetricLine {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  expression?: string;
  label: string;
  visible: boolean;
}

interface Options {
  id?: string;
  expression?: string;
  label?: string;
  visible?: boolean;
}

/**
 * Writes a metric widget's shorthands out: `.` is the field of the line before, `...` all of its fields but those that
 * follow. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function metricLines(metrics: unknown[][]): MetricLine[] {
  let before: string[] = [];
  return metrics.map((metric) => {
    const options = metric.find((field) => typeof field === "object") as Options | undefined;
    const written = metric.filter((field) => typeof field === "string");
    const { label, visible = true } = options ?? {};
    if (options?.expression !== undefined) {
      const { expression } = options;
      return { namespace: "", name: "", dimensions: {}, expression, label: label ?? "", visible };
    }
    const fields = writtenOut(written, before);
    before = fields;
    const [namespace = "", name = "", ...pairs] = fields;
    const dimensions = Object.fromEntries(
      pairs.flatMap((key, at) => (at % 2 === 0 ? [[key, pairs[at + 1] ?? ""]] : [])),
    );
    return { namespace, name, dimensions, label: label ?? name, visible };
  });
}

function writtenOut(written: string[], before: string[]): string[] {
  if (written[0] === "...") {
    const own = written.slice(1);
    return [...before.slice(0, before.length - own.length), ...own];
  }
  return written.map((field, at) => (field === "." ? (before[at] ?? "") : field));
}

/** What a `SEARCH` looks for, or null for another expression. */
export function searched(
  expression: string,
): { namespace: string; name: string; dimensions: string[] } | null {
  const found = /^SEARCH\('\{([^}]+)\} MetricName="([^"]+)"/.exec(expression);
  if (!found) return null;
  const [namespace = "", ...dimensions] = (found[1] ?? "").split(",");
  return { namespace, name: found[2] ?? "", dimensions };
}
