import type { LaptopFunction } from "./laptop-function.ts";

/** Returns the variables that Lambda sets for a function. Of this process's environment, only PATH is passed on. */
export function runtimeEnvironment(definition: LaptopFunction): Record<string, string> {
  const { name, file, exportName, memorySize = 1024 } = definition;
  return {
    PATH: process.env.PATH ?? "",
    TZ: "UTC",
    LANG: "en_US.UTF-8",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: file.slice(0, file.lastIndexOf("/")),
    _HANDLER: `${file.slice(file.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "")}.${exportName}`,
  };
}

/** Converts resolved values to text and omits those that a condition removed (`AWS::NoValue`). */
export function environmentText(resolved: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(resolved)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}
