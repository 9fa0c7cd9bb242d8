import { isRecord } from "../../core/json-value.ts";
import type { AwsOptions } from "./aws-options.ts";
import { environmentText, runtimeEnvironment } from "./lambda/function-environment.ts";
import { createFunctionLog } from "./lambda/function-log.ts";
import { createPool, type Pool } from "./lambda/pool.ts";
import type { Template } from "./template/template.ts";

export interface Functions {
  pools: Pool[];
  pool(key: string): Pool;
  /** Returns null if a condition of the template leaves the function out. */
  environment(key: string): Record<string, string> | null;
  instances(): { key: string; pid: number; busy: boolean }[];
  reload(): void;
}

/** Creates a pool for each function of the service; a pool starts its first process with its first invocation. */
export function startFunctions(
  options: AwsOptions,
  template: Template,
  clientEnvironment: Record<string, string>,
): Functions {
  const environments = new Map<string, Record<string, string>>();
  const pools = new Map<string, Pool>();
  for (const definition of options.functions) {
    if (definition.condition && !template.holds(definition.condition)) continue;
    const own = template.resolve(definition.environment);
    const environment = {
      ...clientEnvironment,
      ...options.environment,
      ...environmentText(isRecord(own) ? own : {}),
    };
    environments.set(definition.key, environment);
    const pool = createPool({
      definition,
      functionArn: template.find(definition.logicalId)?.attributes.Arn ?? definition.name,
      environment: { ...runtimeEnvironment(definition), ...environment },
      output: createFunctionLog(options.logDirectory, definition.name),
      log: options.log,
    });
    pools.set(definition.key, pool);
  }

  function get<Value>(values: Map<string, Value>, key: string): Value {
    const value = values.get(key);
    if (value === undefined) throw new Error(`The service has no function "${key}"`);
    return value;
  }

  return {
    pools: [...pools.values()],
    pool: (key) => get(pools, key),
    environment: (key) => environments.get(key) ?? null,
    instances: () =>
      [...pools].flatMap(([key, pool]) => pool.instances().map((instance) => ({ key, ...instance }))),
    reload() {
      for (const pool of pools.values()) pool.reload();
    },
  };
}
