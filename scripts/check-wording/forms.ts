export interface Form {
  /** What the check refuses; matched line by line, ignoring case. */
  pattern: RegExp;
  /** What to write instead. */
  better: string;
}

/** Words and forms that slow down readers, with plain ones. CONTRIBUTING.md, "Wording", has the rules behind them. */
export const forms: readonly Form[] = [
  {
    pattern: /\b(?:somebody|someone|anybody)\b/,
    better: 'say who: "a user", "the operator", "another instance"',
  },
  { pattern: /\bnobody\b/, better: 'say who does not: "no user", "no instance"' },
  { pattern: /\bwho(?:so)?ever\b/, better: 'say who: "the caller", "a user"' },
  { pattern: /\bwho means\b/, better: "say what the user writes" },
  { pattern: /\banew\b/, better: '"again", or the verb: "retry", "recreate"' },
  { pattern: /\bin vain\b/, better: '"without success", or say what failed' },
  { pattern: /\bmend(?:s|ed|ing)?\b/, better: '"fix"' },
  { pattern: /\bbegun\b/, better: '"started"' },
  { pattern: /\bbelongs? into\b/, better: '"belongs in"' },
  {
    pattern:
      /\b(?:job|run|execution|outage|rotation|attempt|try|work|walk|time|days|call|jobs|it) (?:is|are) over\b/,
    better: '"has finished", "has ended"',
  },
  { pattern: /\bunder way\b/, better: '"running", "in progress"' },
  { pattern: /\bat the most\b/, better: '"at most"' },
  {
    pattern: /\b(?:it|this|that|they|one|which) (?:is|was|are|were|been) told\b/,
    better: "say what is reported, and to whom",
  },
  { pattern: /\bhears? of (?:it|them)\b/, better: '"receives", "is notified"' },
  { pattern: /\bput(?:s|ting)? (?:it |them )?right\b/, better: '"fix", "repair"' },
  { pattern: /\bmak(?:es?|ing) (?:it|them) anew\b/, better: '"recreate"' },
  { pattern: /\b(?:taken|takes|take) up before\b/, better: '"already handled"' },
  { pattern: /\b(?:is|are) no JSON\b/, better: '"isn\'t valid JSON"' },
  { pattern: /\blooks? whether\b/, better: '"checks whether"' },
  { pattern: /\ba issue_comment\b/, better: '"an issue_comment"' },
  {
    pattern:
      /^\W*(?:read|left|sent|kept|counted|removed|called|told|asked|tried|written|refused) (?:is|are) /,
    better: 'name the subject first: "The endpoint reads…"',
  },
  { pattern: /^\s*\/?\*+ answers\b/, better: 'docstrings say "Returns"' },
];

export interface Exception {
  /** Path below the project's root. */
  file: string;
  /** The text that stays. */
  text: string;
  why: string;
}

/** Texts that stay although they match: data, quotations, and the names of others. */
export const exceptions: readonly Exception[] = [
  { file: "scripts/check-wording/forms.ts", text: "", why: "lists what the check refuses" },
];
