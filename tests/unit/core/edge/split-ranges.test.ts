import { expect, test } from "@jest/globals";
import { splitRanges } from "../../../../core/edge/split-ranges.ts";

/** `hooks` of https://api.github.com/meta. */
const hooks = [
  "192.30.252.0/22",
  "185.199.108.0/22",
  "140.82.112.0/20",
  "143.55.64.0/20",
  "2a0a:a440::/29",
  "2606:50c0::/32",
];

test("GitHub's ranges are split by family", () => {
  expect(splitRanges(hooks)).toEqual({
    v4: ["140.82.112.0/20", "143.55.64.0/20", "185.199.108.0/22", "192.30.252.0/22"],
    v6: ["2606:50c0:0000:0000:0000:0000:0000:0000/32", "2a0a:a440:0000:0000:0000:0000:0000:0000/29"],
  });
});

test("order and repeats make no difference", () => {
  expect(splitRanges([...hooks, ...hooks].reverse())).toEqual(splitRanges(hooks));
});

test("IPv6 ranges are optional", () => {
  expect(splitRanges(["192.30.252.0/22"])).toEqual({ v4: ["192.30.252.0/22"], v6: [] });
});

test.each([
  ["nothing", []],
  ["only IPv6", ["2606:50c0::/32"]],
  ["no addresses", ["github.com"]],
  ["an invalid range", [...hooks, "private"]],
  ["half of the Internet", [...hooks, "0.0.0.0/1"]],
  ["all of IPv6", [...hooks, "::/0"]],
])("%s is refused", (_what, ranges) => {
  expect(() => splitRanges(ranges)).toThrow(
    expect.objectContaining({ name: "PermanentError", code: "addresses_implausible" }),
  );
});
