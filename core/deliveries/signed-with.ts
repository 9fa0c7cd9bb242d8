/** Which secret signed a webhook: the current one, or another that is valid too. Never the secret itself. */
export type SignedWith = "current" | "other";

/** GitHub keeps it with the delivery, so operators can see whether GitHub has the current secret. */
export const signedWithHeader = "x-signed-with";
