import { expect, test } from "@jest/globals";
import { permissions, reaches } from "../../../../core/github/permission.ts";

test("a permission includes itself and all weaker ones", () => {
  for (const [index, held] of permissions.entries()) {
    expect(permissions.filter((needed) => reaches(held, needed))).toEqual(permissions.slice(0, index + 1));
  }
});
