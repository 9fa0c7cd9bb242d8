/** Maximum length of a GitHub comment, in characters of up to four bytes each. */
export const longest = 65_536;

/** Comments that any user can write, with or without permission to give commands. */
export const hostileComments: readonly [string, string][] = [
  ["one command of emoji, as long as possible", `/write ${"\u{1f600}".repeat(longest - 7)}`],
  ["one word with three bytes per letter", `/write "${"語".repeat(longest - 9)}"`],
  ["words of one letter", `/write ${"w ".repeat(longest / 2 - 4)}`],
  ["text for an employee that accepts any", `/summary ${"語".repeat(longest - 9)}`],
  ["ten long commands", `/summary ${"x".repeat(6_000)}\n`.repeat(10)],
  ["a lone surrogate", "/write a \ud83d b\udc00"],
  ["zero bytes and other controls", "/write \u0000\u0001\u0007 \u001b[31m"],
  ["characters that queues reject", "/write \ufffe \uffff \ud83d"],
  ["a number above the range of numbers", "/count depth=1e400"],
  ["a number below the range of numbers", "/count rate=-1e400"],
  ["a number with 400 digits", `/count depth=${"9".repeat(400)}`],
  ["a number that DynamoDB cannot store", "/count depth=1e300 rate=1e308"],
  ["a number that JavaScript cannot represent", "/count depth=9007199254740993"],
  ["infinity by name", "/count depth=Infinity rate=NaN"],
  ["numbers near zero", "/count rate=1e-400\n/count rate=-1e-200"],
  ["hexadecimal digits", "/count depth=0xffffffffffffffffffff"],
  [
    "names of Object.prototype",
    "/constructor\n/count __proto__=1 constructor=2 toString=3\n/write __proto__",
  ],
  ["a thousand arguments", `/count ${Array.from({ length: 1_000 }, (_, n) => `k${n}=1`).join(" ")}`],
  ["nothing but white space", " \t\u00a0\u3000\u2028\ufeff".repeat(10_000)],
];
