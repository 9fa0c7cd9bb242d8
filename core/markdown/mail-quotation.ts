import { attributions, footers, headerNames, originals, senders } from "./mail-words.ts";

/** Longer lines are text: no mail program writes longer separators. */
const longestLine = 400;
/** Maximum lines of one "On …, … wrote:". */
const attributionLines = 3;
/** Lines searched for a mail header, starting at its sender. */
const headLines = 7;

/** The application's own text, when a mail quotes the comment's source. */
const ownMarker = /^<!-- pr-comment-automation job=/;
/** The start of GitHub's mails. */
const notification =
  /^\*{0,2}@?[\w[\]-]{1,60}\*{0,2} (?:left a comment \(\S{1,200}#\d+\)|(?:commented on|approved|requested changes on) this pull request\.)/;
/** Only with the trailing blank is `--` the separator of RFC 3676, section 4.3; a plain `--` is text. */
const signature = /^-- $/;
/** GitHub writes `***@***.***` in place of an address. */
const address = /<[^<>@\s]{1,100}@[^<>@\s]{1,100}>|\*{3}@\*{3}\.\*{3}/;
const date = /\b20\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|20\d\d年/;
const time = /\b\d{1,2}[:.h]\d{2}\b/;

/**
 * Returns the 0-based line at which a quoted mail or the sender's signature starts; null if there is none. Mail programs
 * omit quotation marks. A separator in code or in a Markdown quotation does not count.
 */
export function mailQuotationStart(lines: readonly string[], code: ReadonlySet<number>): number | null {
  const isText = (line: string, index: number) =>
    !code.has(index) && line.length <= longestLine && !line.startsWith(">");
  const texts = lines.map((line, index) => (isText(line, index) ? line : ""));
  const found = texts.findIndex((line, index) => line !== "" && separates(line, index, texts));
  return found === -1 ? null : found;
}

function separates(line: string, index: number, lines: readonly string[]): boolean {
  if (signature.test(line) || ownMarker.test(line)) return true;
  const text = line.trim();
  return (
    notification.test(text) ||
    originals.test(text) ||
    footers.test(text) ||
    isDevice(text, index, lines) ||
    isAttribution(text, index, lines) ||
    isHead(text, index, lines)
  );
}

/** "Sent from my phone" has to be the last line of its paragraph. */
function isDevice(text: string, index: number, lines: readonly string[]): boolean {
  return (lines[index + 1] ?? "").trim() === "" && senders.test(text);
}

/** "On …, … wrote:" in any language: with an address, or with a date, a time and a known verb. */
function isAttribution(text: string, index: number, lines: readonly string[]): boolean {
  if (!date.test(text) && !address.test(text)) return false;
  let joined = "";
  for (const line of lines.slice(index, index + attributionLines)) {
    if (line.trim() === "") return false;
    joined += ` ${line.trim()}`;
    if (!/[:：]\**$/.test(joined)) continue;
    return address.test(joined) || (time.test(joined) && attributions.test(joined));
  }
  return false;
}

/** The header that Outlook and others put before a quoted mail: sender, time, recipient, subject. */
function isHead(text: string, index: number, lines: readonly string[]): boolean {
  if (headerOf(text) !== "from") return false;
  const kinds = new Set<string>();
  for (const line of lines.slice(index, index + headLines)) {
    const kind = headerOf(line.trim());
    if (kind !== null) kinds.add(kind);
  }
  return kinds.has("subject") && (kinds.has("date") || kinds.has("to"));
}

function headerOf(line: string): string | null {
  const name = /^[*_]{0,2}([^:：*]{1,30}?)\s?[*_]{0,2}[:：]/.exec(line)?.[1]?.toLowerCase() ?? "";
  return headerNames.get(name) ?? null;
}
