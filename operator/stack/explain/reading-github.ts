import type { CircuitStore } from "../../../core/circuit/circuit-store.ts";
import type { Io } from "../../cli/io.ts";
import type { Stack } from "../find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../github-url.ts";
import { type StackGitHub, stackGitHub } from "../stack-github.ts";
import { stackPorts } from "../stack-ports.ts";

/** GitHub as the stack's App. Who wants to be left alone is; what is learnt of it here is not told to others. */
export function readingGitHub(stack: Stack, options: ApiUrlOptions, io: Io): Promise<StackGitHub> {
  const { read } = stackPorts(stack).circuits;
  const circuits: CircuitStore = { read, replace: async () => false };
  return stackGitHub(stack, { circuits }, apiUrlOf(options, io, stack));
}
