import { describe, expect, test } from "@jest/globals";
import { declaredIn, differences, type Section } from "./packaging/declared.ts";
import { packageService } from "./packaging/package-service.ts";

const packages = await packageService();
const sections: Section[] = ["Resources", "Outputs", "Conditions", "Parameters"];

test.each(sections)("%s are declared once each", (section) => {
  const ids = declaredIn(section).map(({ id }) => id);

  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

describe.each(packages)("the template of $stage", ({ template }) => {
  // The framework and its plugins silently merge resources with the same logical ID.
  test.each(sections)("has the %s as they are declared, with nothing merged into them", (section) => {
    const packaged: Record<string, unknown> = template[section];
    const changed = declaredIn(section).flatMap(({ file, id, value }) =>
      differences(value, packaged[id], `${file}: ${id}`),
    );

    expect(changed).toEqual([]);
  });
});
