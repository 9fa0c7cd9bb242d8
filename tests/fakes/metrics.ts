export interface FakeMetrics {
  counted: { name: string; dimensions: Record<string, string> }[];
  count(name: string, dimensions?: Record<string, string>): void;
}

export function createFakeMetrics(): FakeMetrics {
  const counted: FakeMetrics["counted"] = [];
  return {
    counted,
    count: (name, dimensions = {}) => void counted.push({ name, dimensions }),
  };
}
