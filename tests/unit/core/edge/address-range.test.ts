import { expect, test } from "@jest/globals";
import { parseAddressRange } from "../../../../core/edge/address-range.ts";

test.each([
  ["192.30.252.0/22", { family: "v4", bits: 22, text: "192.30.252.0/22" }],
  ["010.0.0.01/32", { family: "v4", bits: 32, text: "10.0.0.1/32" }],
  ["2a0a:a440::/29", { family: "v6", bits: 29, text: "2a0a:a440:0000:0000:0000:0000:0000:0000/29" }],
  ["2606:50C0::/32", { family: "v6", bits: 32, text: "2606:50c0:0000:0000:0000:0000:0000:0000/32" }],
  ["::1/128", { family: "v6", bits: 128, text: "0000:0000:0000:0000:0000:0000:0000:0001/128" }],
  ["::/1", { family: "v6", bits: 1, text: "0000:0000:0000:0000:0000:0000:0000:0000/1" }],
  ["1:2:3:4:5:6:7:8/64", { family: "v6", bits: 64, text: "0001:0002:0003:0004:0005:0006:0007:0008/64" }],
])("%s is valid", (text, range) => {
  expect(parseAddressRange(text)).toEqual(range);
});

test("a range has one canonical form", () => {
  const spellings = ["2a0a:a440::/29", "2A0A:A440::/29", "2a0a:a440:0:0:0:0:0:0/29", "2a0a:a440:0000::0/29"];
  expect(new Set(spellings.map((text) => parseAddressRange(text)?.text)).size).toBe(1);
});

test.each([
  "",
  "192.30.252.0",
  "192.30.252.0/",
  "192.30.252.0/33",
  "192.30.252.0/2/2",
  "192.30.252/22",
  "192.30.252.0.0/22",
  "256.0.0.0/22",
  "1.2.3.x/22",
  "::/129",
  "1::2::3/64",
  "1:2:3:4:5:6:7/64",
  "1:2:3:4:5:6:7:8:9/64",
  "1:2:3:4:5:6:7:8::/64",
  "g::/64",
  "12345::/64",
  "/64",
  "github.com/32",
  "1.2.3.4/-1",
])("%j is not a range", (text) => {
  expect(parseAddressRange(text)).toBeNull();
});
