import { expect, test } from "@jest/globals";
import { environment, measuredFunctions } from "../bench/cold-starts.ts";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf } from "./packaging/template.ts";

const [dev] = await packageService();
const functions = dev ? functionsOf(dev.template) : [];

test.each(measuredFunctions)("the benchmark sets all variables that $name reads", ({ name }) => {
  const asked = Object.keys(functions.find(({ folder }) => folder === name)?.environment ?? {});

  expect(asked).not.toEqual([]);
  expect(Object.keys(environment)).toEqual(expect.arrayContaining(asked));
});
