import { type CircuitBreaker, createCircuitBreaker } from "../../core/circuit/circuit-breaker.ts";
import { gitHubPolicy } from "../../core/circuit/circuit-policy.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { judgeGitHub } from "./errors.ts";

/** Everybody's; a secondary limit opens it. */
const everybody = "*";
/** Of what is asked as the App itself, which belongs to no installation. */
const app = "app";

/** Lets requests to GitHub pass, or throws CircuitOpenError. */
export interface GitHubCircuit {
  /** Makes one request, as that installation or, with null, as the App. */
  request<Result>(installation: number | null, send: () => Promise<Result>): Promise<Result>;
}

/** `circuit#github#<installation>`, `circuit#github#app`, and above them `circuit#github#*`. */
export function createGitHubCircuit(parts: CircuitParts): GitHubCircuit {
  const breaker: CircuitBreaker = createCircuitBreaker({
    ...parts,
    provider: "github",
    policy: gitHubPolicy,
    judge: (error) => judgeGitHub(error, parts.clock()),
  });
  return {
    request: (installation, send) => breaker.run([everybody, String(installation ?? app)], send),
  };
}
