/** A comment of GitHub's holds at most so many characters, of up to four bytes each. */
export const longest = 65_536;

/** Comments that anybody may write, whether or not they may command. */
export const hostileComments: readonly [string, string][] = [
  ["one command of emoji, as long as can be", `/write ${"\u{1f600}".repeat(longest - 7)}`],
  ["one word of three bytes a letter", `/write "${"語".repeat(longest - 9)}"`],
  ["words of one letter", `/write ${"w ".repeat(longest / 2 - 4)}`],
  ["a text for somebody who takes any", `/summary ${"語".repeat(longest - 9)}`],
  ["ten long commands", `/summary ${"x".repeat(6_000)}\n`.repeat(10)],
  ["half a surrogate pair", "/write a \ud83d b\udc00"],
  ["zero bytes and other controls", "/write \u0000\u0001\u0007 \u001b[31m"],
  ["what queues do not take", "/write \ufffe \uffff \ud83d"],
  ["a number beyond all numbers", "/count depth=1e400"],
  ["a number below all numbers", "/count rate=-1e400"],
  ["a number with 400 digits", `/count depth=${"9".repeat(400)}`],
  ["a number that no table takes", "/count depth=1e300 rate=1e308"],
  ["a number that is none of ours", "/count depth=9007199254740993"],
  ["infinity by its name", "/count depth=Infinity rate=NaN"],
  ["numbers near zero", "/count rate=1e-400\n/count rate=-1e-200"],
  ["hexadecimal digits", "/count depth=0xffffffffffffffffffff"],
  ["names of Object's own", "/constructor\n/count __proto__=1 constructor=2 toString=3\n/write __proto__"],
  ["a thousand arguments", `/count ${Array.from({ length: 1_000 }, (_, n) => `k${n}=1`).join(" ")}`],
  ["nothing but white space", " \t\u00a0\u3000\u2028\ufeff".repeat(10_000)],
];
