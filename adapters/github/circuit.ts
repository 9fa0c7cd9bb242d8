import { type CircuitBreaker, createCircuitBreaker } from "../../core/circuit/circuit-breaker.ts";
import { gitHubPolicy } from "../../core/circuit/circuit-policy.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { classifyGitHubError } from "./errors.ts";

/** The circuit of all requests; a secondary limit opens it. */
const allCallers = "*";
/** The circuit of requests as the App itself, without an installation. */
const app = "app";

/** Admits requests to GitHub, or throws CircuitOpenError. */
export interface GitHubCircuit {
  /** Makes one request as that installation, or as the App if null. */
  request<Result>(installation: number | null, send: () => Promise<Result>): Promise<Result>;
}

/** Creates the circuits `circuit#github#<installation>` and `circuit#github#app`, and `circuit#github#*` above them. */
export function createGitHubCircuit(parts: CircuitParts): GitHubCircuit {
  const breaker: CircuitBreaker = createCircuitBreaker({
    ...parts,
    provider: "github",
    policy: gitHubPolicy,
    classifyError: (error) => classifyGitHubError(error, parts.clock()),
  });
  return {
    request: (installation, send) => breaker.run([allCallers, String(installation ?? app)], send),
  };
}
