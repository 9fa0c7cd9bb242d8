import { createSecretReader, type SecretVersions } from "./secret-reader.ts";

/**
 * What the edge shows to the origin: a plain text in Secrets Manager, under its ARN. `none` says that the stack has no
 * edge; nothing else does, so a setting that went missing cannot open the origin.
 */
export function createOriginSecret(secretId: string, createReader = createSecretReader) {
  if (secretId === "none") return "unchecked" as const;
  if (!secretId.startsWith("arn:")) {
    throw new TypeError("ORIGIN_SECRET_ID must be a secret's ARN, or `none` for a stack without an edge");
  }
  const reader = createReader(secretId);
  return {
    /** The values that are good now: during a rotation the next one too. */
    async read(): Promise<string[]> {
      return goodValues(await reader.read());
    },
    /** The same, read anew; null when that was done less than a minute ago. */
    async refresh(): Promise<string[] | null> {
      const versions = await reader.refresh();
      return versions && goodValues(versions);
    },
  };
}

function goodValues({ current, pending, previous }: SecretVersions): string[] {
  return [current, pending, previous].filter((value) => value !== null && value !== "") as string[];
}
