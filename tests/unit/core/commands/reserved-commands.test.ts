import { expect, test } from "@jest/globals";
import { isReservedCommand, reservedCommands } from "../../../../core/commands/reserved-commands.ts";

test("each reserved name is one, and no other", () => {
  expect(reservedCommands).toEqual(["help", "status", "cancel", "retry", "explain", "ok-to-run"]);
  for (const name of reservedCommands) expect(isReservedCommand(name)).toBe(true);
  for (const name of ["", "summary", "Help", "helps", "toString"])
    expect(isReservedCommand(name)).toBe(false);
});
