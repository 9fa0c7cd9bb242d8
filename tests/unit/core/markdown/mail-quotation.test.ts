import { describe, expect, test } from "@jest/globals";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { readCommentLines } from "../../../../core/markdown/comment-lines.ts";

const namesOf = (body: string) => parseComment(body).commands.map(({ name }) => name);

describe("no command counts below", () => {
  test.each([
    ["Gmail", "On Mon, Nov 2, 2026 at 10:11 AM Alice Example <***@***.***> wrote:"],
    [
      "Gmail, over two lines",
      "On Mon, Nov 2, 2026 at 10:11 AM Alice Example with a long name\n<***@***.***> wrote:",
    ],
    ["Apple Mail", "On 2 Nov 2026, at 10:11, Alice Example <alice@example.com> wrote:"],
    ["Thunderbird", "On 11/2/26 10:11, Alice Example wrote:"],
    ["a bold attribution", "**On 2026-11-02 10:11, Alice wrote:**"],
    ["German", "Am 02.11.2026 um 10:11 schrieb Alice Example:"],
    ["German, by Gmail", "Am Mo., 2. Nov. 2026 um 10:11 Uhr schrieb Alice Example <***@***.***>:"],
    ["French", "Le lun. 2 nov. 2026 à 10:11, Alice Example <***@***.***> a\nécrit :"],
    ["Spanish", "El lun, 2 nov 2026 a las 10:11, Alice Example (<***@***.***>) escribió:"],
    ["Italian", "Il giorno lun 2 nov 2026 alle ore 10:11 Alice Example ha scritto:"],
    ["Portuguese", "Em seg., 2 de nov. de 2026 às 10:11, Alice Example escreveu:"],
    ["Dutch", "Op ma 2 nov 2026 om 10:11 schreef Alice Example <***@***.***>:"],
    ["Swedish", "Den mån 2 nov. 2026 kl 10:11 skrev Alice Example:"],
    ["Polish", "pon., 2 lis 2026 o 10:11 Alice Example napisał(a):"],
    ["Russian", "пн, 2 нояб. 2026 г. в 10:11, Alice Example написала:"],
    ["Chinese", "Alice Example <***@***.***> 于2026年11月2日周一 10:11写道："],
    ["Japanese", "2026年11月2日(月) 10:11 Alice Example <***@***.***>:"],
    ["an unlisted language", "2.11.2026 10:11 Alice <***@***.***> kirjutas:"],
    ["old Outlook", "-----Original Message-----"],
    ["old Outlook, in German", "-----Ursprüngliche Nachricht-----"],
    ["Gmail, forwarded", "---------- Forwarded message ---------"],
    ["Yandex", "-------- Пересылаемое сообщение --------"],
    [
      "Outlook",
      "From: Alice Example <***@***.***>\nSent: Monday, November 2, 2026 10:11 AM\nTo: octo/repo\nSubject: Re: [octo/repo] Fix (PR #7)",
    ],
    ["Outlook, bold", "**From:** Alice\n**Sent:** Monday\n**To:** octo/repo\n**Subject:** Fix"],
    [
      "Outlook, in German",
      "Von: Alice\nGesendet: Montag, 2. November 2026 10:11\nAn: octo/repo\nBetreff: Re: Fix",
    ],
    ["Outlook, in French", "De : Alice\nEnvoyé : lundi 2 novembre 2026\nÀ : octo/repo\nObjet : Re: Fix"],
    ["the start of GitHub's mail", "alice left a comment (octo/repo#7)"],
    ["the start of GitHub's mail, by a bot", "**reviewer[bot]** left a comment (octo/repo#7)"],
    ["the start of GitHub's mail about a review", "@alice approved this pull request."],
    ["the end of GitHub's mail", "Reply to this email directly, view it on GitHub, or unsubscribe."],
    [
      "the end of GitHub's mail in Markdown",
      "Reply to this email directly, [view it on GitHub](https://github.com/o/r), or",
    ],
    ["GitHub's reason for the mail", "—\nYou are receiving this because you were mentioned."],
    ["a signature", "-- \nAlice"],
    ["a phone's signature", "Sent from my iPhone\n"],
    ["the source of our own comment", "<!-- pr-comment-automation job=job_1 part=1 -->"],
  ])("%s", (_what, separator) => {
    expect(namesOf(`/seen\n\n${separator}\n\n/hidden\n\ntext\n\n/cancel`)).toEqual(["seen"]);
    expect(namesOf(`- LGTM\n${separator}\n\n/hidden`)).toEqual([]);
    expect(namesOf(`/seen\r\n\r\n${separator.replaceAll("\n", "\r\n")}\r\n\r\n/hidden`)).toEqual(["seen"]);
  });
});

describe("ordinary text is not a separator:", () => {
  test.each([
    ["a rule", "---"],
    ["a longer rule", "----------"],
    ["two dashes", "--"],
    ["underscores", "__init__ is broken"],
    ["an attribution without a date", "On it, he wrote:"],
    ["an attribution with a year only", "In 2025 we wrote:"],
    ["a time", "It failed on 2026-11-02 at 10:30, see:"],
    ["an address", "Ask alice@example.com:"],
    ["a change", "From: v1\nTo: v2"],
    ["a sender alone", "From: the docs"],
    ["a subject alone", "Subject: tests\nDate: today"],
    ["a word", "Original Message"],
    ["a person who approves", "@alice approved this pull request yesterday"],
    ["a phone in a sentence", "Sent from my iPhone it looks broken\nhere"],
    ["a reply", "Reply to this email, please"],
    ["a long line", `On 2026-11-02 10:11 ${"x".repeat(400)} wrote:`],
    ["a mail in code", "```\n-----Original Message-----\n```"],
    ["a quoted mail", "> On Mon, Nov 2, 2026 at 10:11 Alice <***@***.***> wrote:\n> text"],
    ["an attribution with an empty line inside", "On Mon, Nov 2, 2026 at 10:11\n\nAlice wrote:"],
  ])("%s", (_what, text) => {
    expect(namesOf(`text\n\n${text}\n\n/seen`)).toEqual(["seen"]);
  });
});

test("returns the line where the mail starts", () => {
  expect(readCommentLines("/a\n\n-----Original Message-----\n\n/b")).toMatchObject({
    signLines: [{ text: "/a", line: 1 }],
    quotedFrom: 3,
  });
  expect(readCommentLines("/a").quotedFrom).toBeNull();
});
