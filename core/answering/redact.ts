interface SecretShape {
  /** Shown to the reader: `[redacted: <label>]`. */
  label: string;
  /**
   * Runs in linear time: repetitions are bounded or come last. Has no anchors and no negative look-around, so that a
   * second pass finds nothing new. The first group is kept: it names the secret.
   */
  pattern: RegExp;
}

const secretShapes: SecretShape[] = [
  { label: "github token", pattern: /gh[pousr]_[A-Za-z0-9_]{30,}(?:\.[A-Za-z0-9_-]+)*/g },
  { label: "github token", pattern: /github_pat_[A-Za-z0-9_]{22,}/g },
  { label: "gitlab token", pattern: /glpat-[A-Za-z0-9_-]{20,}/g },
  { label: "aws access key id", pattern: /(?:AKIA|ASIA)[0-9A-Z]{16}/g },
  {
    label: "aws secret key",
    pattern: /(secret[_-]?(?:access[_-]?)?key["']{0,2}\s{0,9}[:=]\s{0,9}["']?)[A-Za-z0-9/+]{40,}={0,2}/gi,
  },
  {
    label: "aws session token",
    pattern: /(session[_-]?token["']{0,2}\s{0,9}[:=]\s{0,9}["']?)[A-Za-z0-9/+]{80,}={0,2}/gi,
  },
  {
    label: "json web token",
    pattern: /eyJ[A-Za-z0-9_-]{8,512}\.eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{10,}/g,
  },
  { label: "slack token", pattern: /xox[abceoprs]-[A-Za-z0-9-]{10,}/g },
  { label: "slack token", pattern: /xapp-[A-Za-z0-9-]{10,}/g },
  { label: "slack webhook", pattern: /hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g },
  { label: "anthropic key", pattern: /sk-ant-[A-Za-z0-9_-]{20,}/g },
  { label: "openai key", pattern: /sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}/g },
  { label: "openai key", pattern: /sk-[A-Za-z0-9]{32,}/g },
  { label: "google key", pattern: /AIza[A-Za-z0-9_-]{35}/g },
  { label: "npm token", pattern: /npm_[A-Za-z0-9]{36,}/g },
  { label: "pypi token", pattern: /pypi-AgEI[A-Za-z0-9_-]{20,}/g },
  { label: "stripe key", pattern: /[sr]k_live_[A-Za-z0-9]{20,}/g },
  { label: "password", pattern: /(:\/\/[^\s:@/[\]]{1,64}:)[^\s@/[\]]{3,256}(?=@)/g },
];

const keyLabel = "private key";
const labels = new Set([keyLabel, ...secretShapes.map(({ label }) => label)]);
const placeholder = (label: string): string => `[redacted: ${label}]`;
const anyPlaceholder = new RegExp(`(\\[redacted: (?:${[...labels].join("|")})\\])`);

/** Replaces everything with the form of a well-known token or a private key by `[redacted: <label>]`. Idempotent. */
export function redactSecrets(text: string): string {
  let redacted = outsidePlaceholders(text, redactPrivateKeys);
  for (const { label, pattern } of secretShapes) {
    redacted = outsidePlaceholders(redacted, (clean) =>
      clean.replace(pattern, (_match, ...groups) =>
        typeof groups[0] === "string" ? groups[0] + placeholder(label) : placeholder(label),
      ),
    );
  }
  return redacted;
}

/** Skips placeholders, so that a second pass finds nothing in them. */
function outsidePlaceholders(text: string, redact: (clean: string) => string): string {
  return text
    .split(anyPlaceholder)
    .map((piece, index) => (index % 2 === 1 ? piece : redact(piece)))
    .join("");
}

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** The rest of a key that was cut off: long runs of base64 and the escapes of a JSON string. */
const cutKeyBody = /(?:[\s\\nr"'>+|-]{0,20}[A-Za-z0-9+/]{32,}={0,2})*/y;

function redactPrivateKeys(text: string): string {
  let kept = "";
  let at = 0;
  for (const { index, 0: begin } of text.matchAll(keyBegin)) {
    if (index < at) continue;
    const body = index + begin.length;
    kept += text.slice(at, index) + placeholder(keyLabel);
    at = endOfKey(text, body);
  }
  return kept + text.slice(at);
}

/** The longest usual key, of 16,384 bits, has 12,700 characters in PEM. */
const longestKey = 16_000;

function endOfKey(text: string, body: number): number {
  const near = text.slice(body, body + longestKey);
  keyEnd.lastIndex = 0;
  const end = keyEnd.exec(near);
  const restarted = near.indexOf("-----BEGIN ");
  if (end && (restarted < 0 || end.index < restarted)) return body + end.index + end[0].length;
  cutKeyBody.lastIndex = body;
  return body + (cutKeyBody.exec(text)?.[0].length ?? 0);
}
