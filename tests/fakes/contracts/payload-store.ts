import { beforeEach, describe, expect, test } from "@jest/globals";
import type { PayloadStore } from "../../../functions/core/deliveries/payload-store.ts";
import { PermanentError } from "../../../functions/core/errors.ts";

/** What every PayloadStore keeps. */
export function payloadStoreContract(name: string, create: () => PayloadStore): void {
  describe(`${name} as a payload store`, () => {
    let store: PayloadStore;

    beforeEach(() => {
      store = create();
    });

    test("gives back what was put, whatever its letters", async () => {
      const value = { body: "déjà vu 🎉 \u2028", nested: { list: [1, null, "x"] } };
      const json = JSON.stringify(value);
      const ref = await store.put("deliveries/1/a", json);
      expect(ref.sha256).toMatch(/^[0-9a-f]{64}$/);
      const key = `deliveries/1/a-${ref.sha256}.json`;
      expect(ref).toMatchObject({ kind: "s3", key, bytes: Buffer.byteLength(json) });
      expect(await store.get(ref)).toEqual(value);
    });

    test("a second put under a name leaves the first as it is", async () => {
      const first = await store.put("results/job", '{"n":1}');
      const second = await store.put("results/job", '{"n":2}');
      expect(await store.get(second)).toEqual({ n: 2 });
      expect(await store.get(first)).toEqual({ n: 1 });
    });

    test("an object that is not the one that was stored is refused", async () => {
      const [first, other] = [await store.put("results/job", "{}"), await store.put("results/other", "[]")];
      const altered = await store.get({ ...first, key: other.key }).catch((error: unknown) => error);
      expect(altered).toBeInstanceOf(PermanentError);
      expect(altered).toMatchObject({ code: "payload_altered" });
    });

    test("an object that is gone is gone for good", async () => {
      const ref = await store.put("results/there", "{}");
      const gone = await store.get({ ...ref, key: "results/never.json" }).catch((error: unknown) => error);
      expect(gone).toBeInstanceOf(PermanentError);
      expect(gone).toMatchObject({ code: "payload_gone" });
    });
  });
}
