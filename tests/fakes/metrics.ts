import type { Dimensions, Metrics } from "../../core/metrics.ts";

export interface FakeMetrics extends Metrics {
  counted: { name: string; dimensions: Dimensions }[];
  timed: { name: string; milliseconds: number; dimensions: Dimensions }[];
}

export function createFakeMetrics(): FakeMetrics {
  const counted: FakeMetrics["counted"] = [];
  const timed: FakeMetrics["timed"] = [];
  return {
    counted,
    timed,
    count: (name, dimensions = {}) => void counted.push({ name, dimensions }),
    time: (name, milliseconds, dimensions = {}) => void timed.push({ name, milliseconds, dimensions }),
  };
}
