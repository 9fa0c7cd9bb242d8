import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { redactSecrets } from "../../../../core/answering/redact.ts";

/** Written in two halves, so that no scanner takes this file for a leak. */
const shapes: [label: string, secret: string][] = [
  ["github token", `ghp_${"a1B2".repeat(9)}`],
  ["github token", `ghs_${"a1B2".repeat(9)}`],
  ["github token", `gho_${"a1B2".repeat(9)}`],
  ["github token", `github_pat_${"a1B2_".repeat(16)}`],
  ["gitlab token", `glpat-${"a1B2".repeat(5)}`],
  ["aws access key id", `AKIA${"A1B2".repeat(4)}`],
  ["aws access key id", `ASIA${"A1B2".repeat(4)}`],
  ["json web token", `eyJ${"aB3".repeat(9)}.eyJ${"aB3".repeat(20)}.${"aB_3-".repeat(9)}`],
  ["slack token", `xoxb-${"123456-".repeat(4)}abc`],
  ["slack webhook", `hooks.slack.com/services/${"T0AB".repeat(6)}`],
  ["anthropic key", `sk-ant-${"api03-xyz".repeat(6)}`],
  ["openai key", `sk-proj-${"aB_3".repeat(12)}`],
  ["openai key", `sk-${"aB3d".repeat(12)}`],
  ["google key", `AIza${"aB3-x".repeat(7)}`],
  ["npm token", `npm_${"a1B2".repeat(9)}`],
  ["stripe key", `sk_live_${"a1B2".repeat(6)}`],
];

const pem = (body: string) => `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;
const base64Lines = Array.from(
  { length: 5 },
  () => "MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyz+/ABCDEFGHIJ",
).join("\n");

describe("redactSecrets", () => {
  test.each(shapes)("a %s", (label, secret) => {
    expect(redactSecrets(`token: "${secret}", next`)).toBe(`token: "[redacted: ${label}]", next`);
  });

  test("an AWS secret key after its name, which stays", () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    expect(redactSecrets(`aws_secret_access_key = ${secret}\n`)).toBe(
      "aws_secret_access_key = [redacted: aws secret key]\n",
    );
    expect(redactSecrets(`{"SecretAccessKey": "${secret}"}`)).toBe(
      '{"SecretAccessKey": "[redacted: aws secret key]"}',
    );
  });

  test("a password in a URL", () => {
    expect(redactSecrets("postgres://app:hunter22@db:5432/x")).toBe(
      "postgres://app:[redacted: password]@db:5432/x",
    );
  });

  test("a private key, whole, with its newlines escaped, and cut off", () => {
    const key = pem(base64Lines);
    expect(redactSecrets(`before ${key} after`)).toBe("before [redacted: private key] after");
    expect(redactSecrets(JSON.stringify({ key }))).toBe('{"key":"[redacted: private key]"}');
    expect(redactSecrets(`-----BEGIN PRIVATE KEY-----\n${base64Lines}`)).toBe("[redacted: private key]");
    expect(redactSecrets("It looks for `-----BEGIN PRIVATE KEY-----` in a file.")).toBe(
      "It looks for `[redacted: private key]` in a file.",
    );
  });

  test("leaves ordinary text alone", () => {
    const text =
      "The task-force uses sk-learn, risk-management-framework-tooling, AKIA and ghp_ in docs; sha 9fceb02d.";
    expect(redactSecrets(text)).toBe(text);
  });

  test("property: no secret survives, and a second pass changes nothing", () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        ...shapes.map(([, secret]) => secret),
        "-----BEGIN PRIVATE KEY-----",
        "eyJ",
        "ghp_",
        "sk-",
        "://u:p4ss@",
      ),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 24 }), (fragments) => {
        const once = redactSecrets(fragments.join(""));
        expect(redactSecrets(once)).toBe(once);
        for (const [, secret] of shapes) expect(once).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });
});
