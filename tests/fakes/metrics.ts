import { dimensionsOf, type Metrics } from "../../core/metrics.ts";

export interface FakeMetrics extends Metrics {
  /** Counts as they are published: one for each set of dimensions. */
  counted: { name: string; dimensions: Record<string, string> }[];
  shared: { name: string; happened: boolean }[];
  timed: { name: string; milliseconds: number }[];
}

export function createFakeMetrics(): FakeMetrics {
  const counted: FakeMetrics["counted"] = [];
  const shared: FakeMetrics["shared"] = [];
  const timed: FakeMetrics["timed"] = [];
  return {
    counted,
    shared,
    timed,
    count(name, value) {
      for (const dimensions of dimensionsOf(name, value)) counted.push({ name, dimensions });
    },
    share: (name, happened) => void shared.push({ name, happened }),
    time: (name, milliseconds) => void timed.push({ name, milliseconds }),
  };
}
