import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { roster } from "../../core/generated/roster.ts";
import { asMailText, wrapped } from "../fakes/markdown/as-mail.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let pull: TestPullRequest;
let number = 2_700;

beforeAll(async () => {
  service = await startTestService({ roster });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
});

afterAll(() => service.stop());

/** An admin posts it, and all work runs; returns the number of answers. */
async function answersTo(body: string): Promise<number> {
  await pull.comment("octavia", body);
  await service.settle();
  return pull.answers().length;
}

describe("case 27: no job results from a command", () => {
  test.each([
    ["in a code span over several lines", "Never write\n`\n/summary\n`\nit is an example"],
    ["in a fence", "```\n/summary\n```"],
    ["in a quotation's lazy line", "> They wrote:\n/summary"],
    ["in a list", "- first\n/summary"],
    ["in a heading", "/summary\n---"],
    ["in a table", "a | b\n--|--\n/summary"],
    ["in a footnote", "See[^1].\n\n[^1]: Note\n/summary"],
    ["in a formula", "$$\n/summary\n$$"],
    ["in the title of a link", '[x](https://example.com "\n/summary\n")'],
    ["in hidden HTML", "<!--\n/summary\n-->"],
    ["in an element of code", "<code>\n\n/summary\n\n</code>"],
    ["in struck-out text", "~~never\n/summary\nmind~~"],
    [
      "below a mail's separator",
      "Thanks!\n\nOn Mon, Nov 2, 2026 at 10:11 Alice <***@***.***> wrote:\n\n/summary",
    ],
    ["in a forwarded mail", "FYI\n\n---------- Forwarded message ---------\n\n/summary"],
    ["below a signature", "Thanks!\n\n-- \nAlice\n\n/summary"],
  ])("%s", async (_where, body) => {
    expect(await answersTo(body)).toBe(0);
    expect(await answersTo(`${body}\n`)).toBe(0);
    expect(await answersTo(body.replaceAll("/summary", "@pr-employees summary"))).toBe(0);
  });

  test("in an address, in another account's mention, or behind a mention that is not alone", async () => {
    const bodies = ["octavia@pr-employees summary", "@pr-employees2 summary", "hey @pr-employees summary"];
    for (const body of bodies) expect(await answersTo(body)).toBe(0);
  });

  test("in our own help that a mail program sends back without any mark or separator", async () => {
    expect(await answersTo("/help")).toBe(1);
    const help = pull.answers()[0]?.body ?? "";
    expect(help).toContain("/cancel");
    expect(help).toContain("`@pr-employees help`");
    for (const text of [help, asMailText(help), wrapped(asMailText(help), 72), wrapped(help, 72)]) {
      expect(await answersTo(`Thanks, that helps!\n\n${text}`)).toBe(1);
    }
  });

  test("but a visible mention of the App is answered", async () => {
    expect(await answersTo("Please look.\n@pr-employees summary\n@PR-employees[bot] summary")).toBe(2);
  });

  test("but a visible command is answered", async () => {
    const body = "<details>\n<summary>More</summary>\n\n/summary\n\n</details>";
    expect(await answersTo(body)).toBe(1);
  });
});
