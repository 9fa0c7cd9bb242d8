import { beforeEach, expect, test } from "@jest/globals";
import { createAddressList } from "../../../../adapters/edge/address-list.ts";
import { createFakeIpSet } from "../../../fakes/address-list.ts";

let set: ReturnType<typeof createFakeIpSet>;

beforeEach(() => {
  set = createFakeIpSet(["0.0.0.0/1", "128.0.0.0/1"]);
});

const list = () => createAddressList(set.ref, set.client);

test("a list is replaced as a whole, and keeps its description", async () => {
  expect(await list().replace(["192.30.252.0/22"])).toBe("replaced");
  expect(set.state).toMatchObject({
    addresses: ["192.30.252.0/22"],
    description: "From where GitHub sends",
    writes: 1,
  });
});

test("the same list in another order and spelling is not written again", async () => {
  set = createFakeIpSet(["2606:50c0::/32", "2A0A:A440::/29"]);
  const ranges = ["2a0a:a440:0000:0000:0000:0000:0000:0000/29", "2606:50c0:0000:0000:0000:0000:0000:0000/32"];
  expect(await list().replace(ranges)).toBe("unchanged");
  expect(await list().replace(ranges.slice(1))).toBe("replaced");
  expect(await list().replace(ranges.slice(1))).toBe("unchanged");
  expect(await list().replace([])).toBe("replaced");
  expect(set.state.writes).toBe(2);
});

test("a list that changed in between throws a RetryableError", async () => {
  set.state.taken = true;
  await expect(list().replace(["192.30.252.0/22"])).rejects.toMatchObject({
    name: "RetryableError",
    code: "address_list_unavailable",
    cause: { name: "WAFOptimisticLockException" },
  });
  expect(set.state.writes).toBe(0);
});

test.each(["", "name", "name|id", "name|id|CLOUDFRONT|more", "|id|CLOUDFRONT"])(
  "%j is not an IP set",
  (ref) => {
    expect(() => createAddressList(ref, set.client)).toThrow(TypeError);
  },
);
