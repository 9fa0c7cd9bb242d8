/** The least that any receiver does: HMAC, comparison, JSON. */
import { createHmac, timingSafeEqual } from "node:crypto";

const secret = process.env.WEBHOOK_SECRET;

export async function handler({ body, headers }) {
  const given = Buffer.from(headers["x-hub-signature-256"].slice("sha256=".length), "hex");
  const expected = createHmac("sha256", secret).update(body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { statusCode: 401 };
  JSON.parse(body);
  return { statusCode: 202 };
}
