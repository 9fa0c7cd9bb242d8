import { AwsJson1_0Protocol } from "@aws-sdk/core/protocols";
import type { Schema, ShapeSerializer } from "@smithy/types";

/**
 * The protocol of DynamoDB and SQS, for the `protocol` of their clients. The SDK's serializer writes a text character by
 * character, which takes a quarter of the CPU time of a webhook; JSON.stringify writes the same. Inputs with anything that
 * JSON has no form for go to the SDK's serializer.
 */
export class PlainJsonProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super(settings);
    this.serializer = plainFirst(this.serializer);
  }
}

function plainFirst(other: ShapeSerializer<string | Uint8Array>): ShapeSerializer<string | Uint8Array> {
  let bytes: Buffer | null = null;
  return {
    write(schema: Schema, input: unknown): void {
      // Encoded once: the length, the signature and the connection all need the bytes.
      bytes = isPlain(input) ? Buffer.from(JSON.stringify(input)) : null;
      if (bytes === null) other.write(schema, input);
    },
    flush: () => bytes ?? other.flush(),
    setSerdeContext: (context) => other.setSerdeContext(context),
  };
}

/** Returns whether JSON.stringify writes the value as the SDK does: no bytes, dates, nulls or special numbers. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return false;
  if (Array.isArray(value)) return value.every((item) => item !== undefined && isPlain(item));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}
