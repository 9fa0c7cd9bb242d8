import { createRequire } from "node:module";
import { expect, test } from "@jest/globals";

const { defaultStage } = createRequire(import.meta.url)("../../../resources/default-stage.cjs") as {
  defaultStage(args: string[]): string;
};

test.each([
  ["offline", "local"],
  ["offline start --httpPort 4000", "local"],
  ["invoke local -f receiveWebhook", "local"],
  ["invoke -f receiveWebhook", "dev"],
  ["deploy", "dev"],
  ["deploy function -f offline", "dev"],
  ["info --verbose", "dev"],
  ["", "dev"],
])("`sls %s` without --stage uses the stage %s", (command, stage) => {
  expect(defaultStage(command.split(" "))).toBe(stage);
});
