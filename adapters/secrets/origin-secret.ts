import { createSecretReader, type SecretReader, type SecretVersions } from "./secret-reader.ts";

/**
 * Reads the secret that the edge sends to the origin: plain text in Secrets Manager, under its ARN. Only `none` means that
 * the stack has no edge, so a missing setting cannot open the origin. Throws TypeError for anything else.
 */
export function createOriginSecret(
  secretId: string,
  createReader: (secretId: string) => Omit<SecretReader, "readAll"> = createSecretReader,
) {
  if (secretId === "none") return "unchecked" as const;
  if (!secretId.startsWith("arn:")) {
    throw new TypeError(
      "ORIGIN_SECRET_ID must be the ARN of a secret, or `none` for a stack without an edge",
    );
  }
  const reader = createReader(secretId);
  return {
    /** Returns the current value, then other valid ones that are known. */
    async read(): Promise<string[]> {
      return goodValues(await reader.read());
    },
    /** Returns all valid values as they are now. Returns null if they were read less than a minute ago. */
    async refresh(): Promise<string[] | null> {
      const versions = await reader.refresh();
      return versions && goodValues(versions);
    },
  };
}

function goodValues({ current, pending, previous }: SecretVersions): string[] {
  return [current, pending, previous].filter((value) => value !== null && value !== "") as string[];
}
