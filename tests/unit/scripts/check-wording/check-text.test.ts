import { expect, test } from "@jest/globals";
import { checkText } from "../../../../scripts/check-wording/check-text.ts";
import { exceptions, forms } from "../../../../scripts/check-wording/forms.ts";

test.each([
  ["// Some" + "body retries it.", "Some" + "body"],
  ["It is made a" + "new.", "a" + "new"],
  ["   * Answe" + "rs the item.", "* Answe" + "rs"],
  ["Re" + "ad are the comments of a pull request.", "Re" + "ad are"],
  ["The job is" + " over.", "job is" + " over"],
  ["/** Looks whe" + "ther a stack works. */", "Looks whe" + "ther"],
])("refuses %j", (text, found) => {
  expect(checkText("core/x.ts", text).map((finding) => finding.found)).toEqual([found]);
});

test.each([
  "The operator renews a lease.",
  "Returns the item.",
  "The endpoint reads comments.",
  "It is overdue.",
])("accepts %j", (text) => {
  expect(checkText("core/x.ts", text)).toEqual([]);
});

test("says where a form stands and what to write instead", () => {
  const refused = [{ pattern: /\bfoo\b/, better: '"bar"' }];
  expect(checkText("core/x.ts", "one\na foo and a Foo", refused, [])).toEqual([
    { line: 2, column: 3, found: "foo", better: '"bar"' },
    { line: 2, column: 13, found: "Foo", better: '"bar"' },
  ]);
});

test("an exception keeps one text in one file", () => {
  const refused = [{ pattern: /\bfoo\b/, better: '"bar"' }];
  const allowed = [{ file: "core/x.ts", text: "a foo", why: "the name of a product" }];
  expect(checkText("core/x.ts", "a foo\nthe foo", refused, allowed)).toHaveLength(1);
  expect(checkText("core/y.ts", "a foo", refused, allowed)).toHaveLength(1);
});

test("each form has a better one, and each exception a reason", () => {
  expect(forms.filter(({ better }) => better.length < 4)).toEqual([]);
  expect(exceptions.filter(({ why }) => why.length < 8)).toEqual([]);
});
