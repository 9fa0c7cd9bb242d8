import { createHash } from "node:crypto";
import type { Sha256 } from "../../core/sha256.ts";

export const sha256: Sha256 = function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
};
