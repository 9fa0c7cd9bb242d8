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
      const ref = await store.put("deliveries/1/a.json", json);
      expect(ref).toMatchObject({ kind: "s3", key: "deliveries/1/a.json", bytes: Buffer.byteLength(json) });
      expect(ref.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(await store.get(ref)).toEqual(value);
    });

    test("a second put of a key replaces the first, whose reference is then refused", async () => {
      const first = await store.put("results/job.json", '{"n":1}');
      const second = await store.put("results/job.json", '{"n":2}');
      expect(await store.get(second)).toEqual({ n: 2 });
      const altered = await store.get(first).catch((error: unknown) => error);
      expect(altered).toBeInstanceOf(PermanentError);
      expect(altered).toMatchObject({ code: "payload_altered" });
    });

    test("an object that is gone is gone for good", async () => {
      const ref = await store.put("results/there.json", "{}");
      const gone = await store.get({ ...ref, key: "results/never.json" }).catch((error: unknown) => error);
      expect(gone).toBeInstanceOf(PermanentError);
      expect(gone).toMatchObject({ code: "payload_gone" });
    });
  });
}
