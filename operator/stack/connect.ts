import { fileURLToPath } from "node:url";
import { OperatorError } from "./errors.ts";
import { readLaptopFile } from "./laptop-file.ts";

/** Where a stack is. */
export interface StackLocation {
  stage: string;
  region: string;
}

const project = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Makes every AWS client that this process creates from now on use the stage's AWS: the given region, or for stage
 * `local` the laptop that runs from `folder`. Throws OperatorError if no laptop runs there.
 */
export function connect({ stage, region }: StackLocation, folder = project): StackLocation {
  if (stage !== "local") {
    process.env.AWS_REGION = region;
    return { stage, region };
  }
  const laptop = readLaptopFile(folder);
  if (!laptop) throw new OperatorError("No laptop is running from this folder.", "Start one: npm start");
  Object.assign(process.env, laptop.connection);
  // The SDK would prefer a profile to the laptop's own credentials.
  delete process.env.AWS_PROFILE;
  return { stage, region: laptop.connection.AWS_REGION ?? region };
}
