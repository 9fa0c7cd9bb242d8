import { createHmac } from "node:crypto";
import { type Spread, spreadOf } from "../statistics.ts";

/** As long as GitHub's example payload of a comment. */
const body = JSON.stringify({ comment: { body: "a comment, ".repeat(1_000) } });
const secret = "a-secret-of-thirty-two-characters";
const rounds = 31;
const repeats = 2_000;

const ways = {
  "of the string": () => createHmac("sha256", secret).update(body).digest("hex"),
  "of a Buffer made of it": () => createHmac("sha256", secret).update(Buffer.from(body)).digest("hex"),
};

/** Microseconds of one HMAC, by the type of the body. */
export function measureHashes(): Record<keyof typeof ways, Spread> {
  const times = { "of the string": [] as number[], "of a Buffer made of it": [] as number[] };
  for (let round = -3; round < rounds; round++) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      const started = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) ways[way]();
      if (round >= 0) times[way].push(((performance.now() - started) * 1_000) / repeats);
    }
  }
  return {
    "of the string": spreadOf(times["of the string"]),
    "of a Buffer made of it": spreadOf(times["of a Buffer made of it"]),
  };
}
