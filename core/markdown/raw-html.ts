import { commentEnd } from "./html-comments.ts";

/** HTML elements that GitHub allows and whose text is not a paragraph of the comment: code, quotes, lists, tables, … */
const hiding = new Set(
  (
    "a blockquote caption cite code dd del dl dt figcaption figure h1 h2 h3 h4 h5 h6 h7 h8 kbd li ol pre q rp rt " +
    "ruby s samp strike summary table tbody td tfoot th thead tr tt ul var"
  ).split(" "),
);
/** Those of them that a browser keeps open until their own end tag. */
const formatting = new Set(["a", "code", "s", "strike", "tt"]);
/** Elements that hide nothing and whose end closes all elements left open inside. */
const containers = new Set(["details", "div"]);

const tagName = /<(\/?)([A-Za-z][^\s/>]*)/y;

export interface RawHtml {
  /** Reads the comment's next piece of HTML. */
  read(html: string): void;
  /** Hides all following text, after HTML about which parsers disagree. */
  hideRest(): void;
  /** Returns whether the following text is in an element that hides it, or in an unclosed comment or tag. */
  hides(): boolean;
}

/** Tracks the raw HTML in a comment, which GitHub passes to the browser. */
export function createRawHtml(): RawHtml {
  const elements = createOpenElements();
  let unclosed: "comment" | "tag" | "unclear" | null = null;

  /** Returns where the construct that starts with the `<` at `start` ends; null if it does not end. */
  function endOfMarkup(html: string, start: number): number | null {
    if (html.startsWith("<!--", start)) {
      const end = commentEnd(html, start);
      if (end === -1) unclosed = "comment";
      return end === -1 ? null : end;
    }
    tagName.lastIndex = start;
    const [, slash, name] = tagName.exec(html) ?? [];
    if (name === undefined && !/[!?/]/.test(html.charAt(start + 1))) return start + 1;
    const end = name === undefined ? html.indexOf(">", start) + 1 : endOfTag(html, tagName.lastIndex);
    if (name !== undefined) elements.apply(slash === "/" ? "end" : "start", name.toLowerCase());
    // Parsers disagree about `<!x <b>`: for some it contains a tag, for others it is one declaration.
    const isUnclear = name === undefined && html.slice(start + 1, end).includes("<");
    if (end === 0) unclosed = "tag";
    if (isUnclear) unclosed = "unclear";
    return unclosed === null ? end : null;
  }

  return {
    read(html) {
      let at = 0;
      if (unclosed === "comment") {
        at = html.indexOf("-->") + 3;
        if (at === 2) return;
        unclosed = null;
      }
      if (unclosed !== null) return;
      for (;;) {
        const start = html.indexOf("<", at);
        if (start === -1) return;
        const end = endOfMarkup(html, start);
        if (end === null) return;
        at = end;
      }
    },
    hideRest() {
      unclosed = "unclear";
    },
    hides: () => unclosed !== null || elements.hide(),
  };
}

/** Tracks the open elements as a browser does, in constant time per tag on average. */
function createOpenElements() {
  const open: string[] = [];
  const counts = new Map<string, number>();
  let hidingOpen = 0;

  function count(name: string, by: 1 | -1): void {
    counts.set(name, (counts.get(name) ?? 0) + by);
    if (hiding.has(name)) hidingOpen += by;
  }

  /** Closes an element and all that are open inside it. */
  function closeNested(name: string): void {
    for (;;) {
      const last = open.pop();
      if (last === undefined) return;
      count(last, -1);
      if (last === name) return;
    }
  }

  return {
    apply(tag: "start" | "end", name: string): void {
      if (!hiding.has(name) && !containers.has(name)) return;
      if (tag === "start") {
        if (!formatting.has(name)) open.push(name);
        count(name, 1);
      } else if ((counts.get(name) ?? 0) > 0) {
        if (formatting.has(name)) count(name, -1);
        else closeNested(name);
      }
    },
    /** Returns whether an open element hides the text in it. */
    hide: () => hidingOpen > 0,
  };
}

/** Returns the position after the tag's closing `>`; 0 if there is none. A quote counts only after `=`. */
function endOfTag(html: string, from: number): number {
  let before = "";
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (character === ">") return at + 1;
    if (before === "=" && (character === '"' || character === "'")) {
      at = html.indexOf(character, at + 1);
      if (at === -1) return 0;
    }
    if (!/\s/.test(character)) before = character;
  }
  return 0;
}
