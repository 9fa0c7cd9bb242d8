export interface SoakSettings {
  minutes: number;
  /** Comments a minute. */
  rate: number;
  /** Bytes that the laptop may keep of one delivery in memory, since its stores are there. */
  keptPerDelivery: number;
  /** Send this number of deliveries as fast as they are answered, instead of a steady rate; null: do not. */
  deliveries: number | null;
  /** Deliveries without an answer at any time. */
  inFlight: number;
}

/**
 * Reads SOAK_MINUTES, SOAK_RATE (a minute), SOAK_KEPT_KB (of a delivery), SOAK_DELIVERIES and SOAK_IN_FLIGHT. Throws unless
 * they are positive numbers.
 */
export function readSettings(env: Record<string, string | undefined>): SoakSettings {
  return {
    minutes: numberOf(env, "SOAK_MINUTES", 10),
    rate: numberOf(env, "SOAK_RATE", 60),
    keptPerDelivery: numberOf(env, "SOAK_KEPT_KB", 300) * 1024,
    deliveries: env.SOAK_DELIVERIES ? numberOf(env, "SOAK_DELIVERIES", 0) : null,
    inFlight: numberOf(env, "SOAK_IN_FLIGHT", 40),
  };
}

function numberOf(env: Record<string, string | undefined>, name: string, standard: number): number {
  const value = Number(env[name] || standard);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`${name}=${env[name]} is not a positive number`);
}
