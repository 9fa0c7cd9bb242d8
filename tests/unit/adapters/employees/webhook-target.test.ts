import { describe, expect, test } from "@jest/globals";
import { findTarget, readLocalHosts } from "../../../../adapters/employees/webhook-target.ts";

type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

const at = (...addresses: string[]) =>
  addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

function rules(lookup: Lookup = async () => at("8.8.8.8"), allowedHosts = ["bot.example.com"]) {
  return { allowedHosts, localHosts: new Map<string, string>(), lookup };
}

test("returns the checked address, after one lookup", async () => {
  const asked: string[] = [];
  const lookup: Lookup = async (host) => {
    asked.push(host);
    return at("8.8.8.8", "2606:4700::1111");
  };

  expect(await findTarget("https://bot.example.com/tasks?team=a", rules(lookup))).toEqual({
    url: new URL("https://bot.example.com/tasks?team=a"),
    to: { address: "8.8.8.8", family: 4 },
  });
  expect(asked).toEqual(["bot.example.com"]);
});

test.each(["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:169.254.169.254", "fd00:ec2::254"])(
  "refuses a host that resolves to %s",
  async (address) => {
    await expect(
      findTarget(
        "https://bot.example.com/",
        rules(async () => at(address)),
      ),
    ).rejects.toMatchObject({ name: "PermanentError", code: "employee_address_refused" });
  },
);

test("refuses a host with one public and one private address", async () => {
  const lookup: Lookup = async () => at("8.8.8.8", "10.0.0.1");

  await expect(findTarget("https://bot.example.com/", rules(lookup))).rejects.toMatchObject({
    code: "employee_address_refused",
  });
});

test.each([
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0177.0.0.1/",
  "https://127.1/",
  "https://[::1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://１６９.254.169.254/",
])("refuses the address %s, even if the list had it", async (url) => {
  const { host } = new URL(url);
  const { lookup: _, ...withSystemLookup } = rules(undefined, [host]);

  await expect(findTarget(url, withSystemLookup)).rejects.toMatchObject({
    name: "PermanentError",
    code: "employee_address_refused",
  });
});

test.each([
  ["another host", "https://evil.example.com/"],
  ["a host that ends like an allowed one", "https://xbot.example.com/"],
  ["an allowed host in the credentials", "https://bot.example.com@evil.example.com/"],
  ["another port", "https://bot.example.com:8443/"],
  ["no TLS", "http://bot.example.com/"],
  ["a file", "file://bot.example.com/etc/passwd"],
])("refuses %s without a lookup", async (_, url) => {
  const lookup: Lookup = async () => {
    throw new Error("looked up");
  };

  await expect(findTarget(url, rules(lookup))).rejects.toMatchObject({
    name: "PermanentError",
    code: "employee_host_refused",
  });
});

test.each([
  ["unknown", async () => Promise.reject(new Error("ENOTFOUND"))],
  ["without an address", async () => []],
])("an %s host may exist later", async (_, lookup) => {
  await expect(findTarget("https://bot.example.com/", rules(lookup))).rejects.toMatchObject({
    name: "RetryableError",
    code: "employee_unresolved",
  });
});

describe("EMPLOYEE_HOSTS_LOCAL", () => {
  test("sends the laptop's requests to a server on this machine, with the same path", async () => {
    const localHosts = readLocalHosts(
      "a.example.com=http://localhost:4000,bot.example.com=http://localhost:4001",
      "local",
    );

    expect(await findTarget("https://bot.example.com/tasks?a=b", { ...rules(), localHosts })).toEqual({
      url: new URL("http://localhost:4001/tasks?a=b"),
      to: { address: "127.0.0.1", family: 4 },
    });
  });

  test.each(["dev", "stage", "prod", ""])("is refused on the stage '%s'", (stage) => {
    expect(() => readLocalHosts("bot.example.com=http://localhost:4000", stage)).toThrow(
      "stage `local` only",
    );
  });

  test.each([
    "bot.example.com",
    "bot.example.com=https://localhost:4000",
    "bot.example.com=http://10.0.0.1:4000",
    "bot.example.com=http://localhost:4000/path",
    "bot.example.com=http://localhost:99999",
  ])("must be complete: %s", (setting) => {
    expect(() => readLocalHosts(setting, "local")).toThrow("EMPLOYEE_HOSTS_LOCAL must be like");
  });

  test("is empty by default", () => {
    expect(readLocalHosts(undefined, "prod").size).toBe(0);
  });
});
