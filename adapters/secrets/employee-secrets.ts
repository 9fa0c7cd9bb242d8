import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { createSecretReader, type SecretReader } from "./secret-reader.ts";

/** Reads the secrets with which employees and we sign each other's messages: base64, with or without `whsec_`. */
export interface EmployeeSecrets {
  /** Name of the employee's secret in Secrets Manager. */
  idOf(employee: string): string;
  /** Returns the valid secrets, the current one first; for a day after a rotation also the previous one. */
  read(employee: string): Promise<string[]>;
  /** Reads them again. Returns null if that happened less than a minute ago. */
  refresh(employee: string): Promise<string[] | null>;
}

/** Opens the secrets `<prefix><employee>` in Secrets Manager, each with its own cache. */
export function createEmployeeSecrets(
  prefix: string,
  createReader: (id: string) => Omit<SecretReader, "read"> = (id) =>
    createSecretReader(id, Date.now, client()),
): EmployeeSecrets {
  const readers = new Map<string, ReturnType<typeof createReader>>();

  function readerOf(employee: string): ReturnType<typeof createReader> {
    const known = readers.get(employee);
    if (known) return known;
    const reader = createReader(`${prefix}${employee}`);
    readers.set(employee, reader);
    return reader;
  }

  return {
    idOf: (employee) => `${prefix}${employee}`,
    async read(employee) {
      return valid(await readerOf(employee).readAll());
    },
    async refresh(employee) {
      const versions = await readerOf(employee).refresh();
      return versions && valid(versions);
    },
  };
}

function valid({ current, previous }: { current: string; previous: string | null }): string[] {
  return previous ? [current, previous] : [current];
}

let shared: SecretsManagerClient | null = null;

function client(): SecretsManagerClient {
  shared ??= new SecretsManagerClient(shortTimeouts);
  return shared;
}
