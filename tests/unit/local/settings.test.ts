import { expect, test } from "@jest/globals";
import { readSettings } from "../../../local/settings.ts";

const secret = Buffer.from("a secret for tests").toString("base64");

test("employees have secrets of their own, and no host is on this machine, unless the user says so", () => {
  expect(readSettings({})).toMatchObject({ employeeSecret: null, employeeHosts: "" });
  const hosts = "bot.example.com=http://localhost:8080";
  const set = readSettings({ EMPLOYEE_SECRET: secret, EMPLOYEE_HOSTS_LOCAL: hosts });

  expect(set).toMatchObject({ employeeSecret: secret, employeeHosts: hosts });
});

test.each([
  ["EMPLOYEE_SECRET", "not base64!", "openssl rand -base64 48"],
  ["EMPLOYEE_HOSTS_LOCAL", "bot.example.com=http://10.0.0.1:80", "must be like"],
])("a malformed %s stops the laptop before it starts", (name, value, advice) => {
  expect(() => readSettings({ [name]: value })).toThrow(advice);
});

test("the error does not quote the secret", () => {
  expect(() => readSettings({ EMPLOYEE_SECRET: "my own words!" })).toThrow(/^(?!.*my own words)/);
});
