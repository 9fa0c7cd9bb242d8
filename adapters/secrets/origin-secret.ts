import { createSecretReader, type SecretVersions } from "./secret-reader.ts";

/**
 * Reads the secret that the edge sends to the origin: plain text in Secrets Manager, under its ARN. Only `none` means that
 * the stack has no edge, so a missing setting cannot open the origin. Throws TypeError for anything else.
 */
export function createOriginSecret(secretId: string, createReader = createSecretReader) {
  if (secretId === "none") return "unchecked" as const;
  if (!secretId.startsWith("arn:")) {
    throw new TypeError(
      "ORIGIN_SECRET_ID must be the ARN of a secret, or `none` for a stack without an edge",
    );
  }
  const reader = createReader(secretId);
  return {
    /** Returns the valid values; during a rotation also the next one. */
    async read(): Promise<string[]> {
      return goodValues(await reader.read());
    },
    /** Reads the values again. Returns null if that happened less than a minute ago. */
    async refresh(): Promise<string[] | null> {
      const versions = await reader.refresh();
      return versions && goodValues(versions);
    },
  };
}

function goodValues({ current, pending, previous }: SecretVersions): string[] {
  return [current, pending, previous].filter((value) => value !== null && value !== "") as string[];
}
