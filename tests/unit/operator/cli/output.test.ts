import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { parseDuration, parseMoment } from "../../../../operator/cli/options/time-options.ts";
import { printTable } from "../../../../operator/cli/output/print-table.ts";
import { createProgress, createWaitIndicator } from "../../../../operator/cli/output/progress.ts";
import { fields, table } from "../../../../operator/cli/output/table.ts";

describe("tables", () => {
  const columns = [
    { head: "NAME", cell: ({ name }: { name: string | null }) => name },
    { head: "LENGTH", cell: ({ name }: { name: string | null }) => name?.length ?? "" },
  ];

  test("columns are as wide as their content", () => {
    expect(table(columns, [{ name: "a longer one" }, { name: null }])).toEqual([
      "NAME          LENGTH",
      "a longer one  12",
      "-",
    ]);
  });

  test("control characters and line breaks are not printed", () => {
    const [, row] = table(columns, [{ name: "a\u001b[31m\nb\u202e\tc" }]);
    expect(row).toBe("a[U+001B][31m b[U+202E] c  11");
    expect(fields({ "the name": "a\r\nb", n: 1 })).toEqual(["the name  a b", "n         1"]);
  });
});

describe("tables on a terminal", () => {
  const columns = [
    { head: "JOB", cell: ({ id }: { id: string }) => id },
    { head: "CHANGED", cell: () => "2026-11-23T11:15:00Z (45 min ago)" },
    { head: "NOTE", cell: () => "" },
  ];
  const rows = [{ id: "a".repeat(30) }, { id: "b" }];

  function printed(terminal: { isTTY?: boolean; columns?: number }): string[] {
    let text = "";
    const stdout = { ...terminal, write: (part: string) => (text += part) };
    printTable({ env: {}, stdin: Readable.from([]), stderr: stdout, stdout }, columns, rows);
    return text.trimEnd().split("\n");
  }

  test("a table that fits is not changed, nor is one for a file", () => {
    expect(printed({ isTTY: true, columns: 80 })).toEqual(table(columns, rows));
    expect(printed({ columns: 20 })).toEqual(table(columns, rows));
  });

  test("a table that is too wide shows relative times", () => {
    expect(printed({ isTTY: true, columns: 50 })).toEqual([
      `JOB${" ".repeat(29)}CHANGED     NOTE`,
      `${"a".repeat(30)}  45 min ago`,
      `b${" ".repeat(31)}45 min ago`,
    ]);
  });

  test("a table that is still too wide becomes a block for each row, with whole IDs", () => {
    expect(printed({ isTTY: true, columns: 40 })).toEqual([
      `JOB      ${"a".repeat(30)}`,
      "CHANGED  45 min ago",
      "",
      "JOB      b",
      "CHANGED  45 min ago",
    ]);
  });
});

describe("times", () => {
  test("parses an age, or a time with its zone", () => {
    const twoHoursAgo = Date.parse(parseMoment("2h"));
    expect(Math.abs(Date.now() - 7_200_000 - twoHoursAgo)).toBeLessThan(5_000);
    expect(parseMoment("2026-11-23T09:00:00+01:00")).toBe("2026-11-23T08:00:00.000Z");
    expect(parseMoment("2026-11-23")).toBe("2026-11-23T00:00:00.000Z");
    expect(parseDuration("90s")).toBe(90_000);
  });

  test.each(["", "2", "h", "0h", "2w", "yesterday", "2026-11-23T09:00:00", "2026-13-01", "2026", "-2h"])(
    "%j is not a time",
    (text) => {
      expect(() => parseMoment(text)).toThrow("Must be");
    },
  );
});

describe("long work", () => {
  function recorded(isTTY: boolean) {
    const written: string[] = [];
    const clock = { now: 0 };
    const stderr = { write: (text: string) => written.push(text), isTTY };
    const io = { env: {}, stdin: process.stdin, stdout: { write() {} }, stderr };
    return { io, written, clock, time: () => clock.now };
  }

  test("prints a line every five seconds, with the rate and the remaining time", () => {
    const { io, written, clock, time } = recorded(false);
    const progress = createProgress(io, "messages", 300, time);
    for (const second of [1, 4, 6, 8, 11]) {
      clock.now = second * 1_000;
      progress.report(second * 10);
    }
    progress.end();
    expect(written).toEqual([
      "messages: 60 of 300, 10.0/s, 24 s left\n",
      "messages: 110 of 300, 10.0/s, 19 s left\n",
    ]);
  });

  test("rewrites one line on a terminal, and clears it at the end", () => {
    const { io, written, clock, time } = recorded(true);
    const waiting = createWaitIndicator(io, "the intake", time);
    for (const state of ["Disabling", "Off"]) {
      clock.now += 250;
      waiting.report(state);
    }
    waiting.end();
    expect(written).toEqual([
      "\rthe intake: Disabling, after 250 ms",
      `\rthe intake: Off, after 500 ms${" ".repeat(6)}`,
      `\r${" ".repeat(29)}\r`,
    ]);
  });
});
