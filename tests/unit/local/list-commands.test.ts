import { expect, test } from "@jest/globals";
import { listCommands } from "../../../local/list-commands.ts";

test("lists every command of the roster with the values of its arguments, and the approval", async () => {
  const commands = await listCommands();
  expect(commands.find(({ names }) => names[0] === "security")).toMatchObject({
    ...{ names: ["security", "sec"], permission: "write" },
    arguments: [
      { name: "focus", choices: expect.arrayContaining(["all", "auth"]) },
      { name: "severity", choices: ["critical", "high", "medium", "low"] },
    ],
  });
  expect(commands.find(({ names }) => names[0] === "cancel")?.arguments).toEqual([]);
  expect(commands.at(-1)?.names).toEqual(["ok-to-run"]);
});
