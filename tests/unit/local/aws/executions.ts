import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandOutput,
} from "@aws-sdk/client-sfn";
import { type Laptop, startLaptop } from "./laptop.ts";
import { machines } from "./state-machines.ts";
import { until } from "./until.ts";

export interface Executions {
  laptop: Laptop;
  client: SFNClient;
  arnOf(machine: string): string;
  executionArn(machine: string, name: string): string;
  /** Text is passed unchanged, anything else as JSON. */
  start(machine: string, input: unknown, name?: string): Promise<StartExecutionCommandOutput>;
  /** Waits until the execution has ended. */
  ended(executionArn: string | undefined): Promise<DescribeExecutionCommandOutput>;
  run(machine: string, input: unknown): Promise<DescribeExecutionCommandOutput>;
  stop(): Promise<void>;
}

/** Starts a laptop with the tests' state machines. */
export async function startMachines(): Promise<Executions> {
  const laptop = await startLaptop({
    functions: [{ key: "work" }, { key: "hang" }, { key: "brief", timeoutSeconds: 0.4 }],
    stateMachines: Object.fromEntries(
      Object.entries(machines).map(([id, { definition }]) => [id, { name: `test-${id}`, definition }]),
    ),
  });
  const client = new SFNClient(laptop.config("SFN"));
  const arnOf = (machine: string) => String(laptop.aws.resolve({ Ref: machine }));
  const start = (machine: string, input: unknown, name?: string) =>
    client.send(
      new StartExecutionCommand({
        stateMachineArn: arnOf(machine),
        input: typeof input === "string" ? input : JSON.stringify(input),
        ...(name === undefined ? {} : { name }),
      }),
    );
  const ended = (executionArn: string | undefined) =>
    until(async () => {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === "RUNNING" ? undefined : execution;
    });
  return {
    laptop,
    client,
    arnOf,
    executionArn: (machine, name) => `${arnOf(machine).replace("stateMachine", "execution")}:${name}`,
    start,
    ended,
    run: async (machine, input) => ended((await start(machine, input)).executionArn),
    async stop() {
      client.destroy();
      await laptop.stop();
    },
  };
}

/** The caller names the expected type of the output and asserts it. */
export function outputOf<Output = unknown>({ output }: { output?: string | undefined }): Output {
  return JSON.parse(output ?? "null");
}
