import { describe, expect, test } from "@jest/globals";
import { canary, packageService } from "./packaging/package-service.ts";

const packages = await packageService();

/** Accepted warnings: none. Each one needs its reason here. */
const accepted: RegExp[] = [];

describe.each(packages)("packaging for $stage", ({ output, files }) => {
  test("prints no warning", () => {
    const warnings = output
      .split("\n")
      .filter((line) => /warn|deprecat|⚠/i.test(line))
      .filter((line) => !accepted.some((pattern) => pattern.test(line)));

    expect(output).toContain("Service packaged");
    expect(warnings).toEqual([]);
  });

  test("takes no secret from the packaging user's environment", () => {
    const leaking = [...files()].filter(([, content]) => content.includes(canary)).map(([name]) => name);

    expect(files().size).toBeGreaterThan(3);
    expect(leaking).toEqual([]);
  });
});
