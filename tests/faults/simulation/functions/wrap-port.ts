import { CircuitOpenError, RetryableError } from "../../../../core/errors.ts";
import type { Nature } from "../faults/fault.ts";
import type { Instance, OutsideCall } from "../platform/instance.ts";

type Method = (...args: never[]) => Promise<unknown>;

/** What is special about some calls of a port, derived from their arguments. */
export type Special = (
  method: string,
  args: unknown[],
  plain: () => Promise<unknown>,
) => Partial<Pick<OutsideCall<unknown>, "effect" | "stale" | "hidden" | "doubled">>;

/** The named methods of a port; each call becomes a call of the instance to the outside. */
export function wrapPort<Port extends object, Name extends keyof Port & string>(
  instance: Instance,
  name: string,
  port: Port,
  natures: Record<Name, Nature>,
  special: Special = () => ({}),
): Pick<Port, Name> {
  const entries = Object.entries<Nature>(natures).map(([method, nature]) => {
    const real = port[method as Name] as unknown as Method;
    const called = (...args: unknown[]) => {
      const plain = () => real(...(args as never[]));
      return instance.call({
        what: `${name}.${method}`,
        nature,
        args,
        effect: plain,
        failure,
        ...special(method, args, plain),
      });
    };
    return [method, called];
  });
  return Object.fromEntries(entries);
}

function failure(limited: boolean): Error {
  if (limited) return new CircuitOpenError("asked_to_wait", "It is rate-limited", { seconds: 60 });
  return new RetryableError("no_answer", "It did not respond");
}
