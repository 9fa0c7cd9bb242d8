import { beforeEach, describe, expect, test } from "@jest/globals";
import type { PayloadStore } from "../../../core/deliveries/payload-store.ts";
import { PermanentError } from "../../../core/errors.ts";

/** The contract of every PayloadStore. */
export function payloadStoreContract(name: string, create: () => PayloadStore): void {
  describe(`${name} as a payload store`, () => {
    // Stores of one bucket see each other's objects.
    const folder = `results/${name.replaceAll(" ", "-")}`;
    let store: PayloadStore;

    beforeEach(() => {
      store = create();
    });

    test("returns what was put, with any characters", async () => {
      const value = { body: "déjà vu 🎉 \u2028", nested: { list: [1, null, "x"] } };
      const json = JSON.stringify(value);
      const ref = await store.put("deliveries/1/a", json);
      expect(ref.sha256).toMatch(/^[0-9a-f]{64}$/);
      const key = `deliveries/1/a-${ref.sha256}.json`;
      expect(ref).toMatchObject({ kind: "s3", key, bytes: Buffer.byteLength(json) });
      expect(await store.get(ref)).toEqual(value);
    });

    test("a second put under a name keeps the first text", async () => {
      const first = await store.put("results/job", '{"n":1}');
      const second = await store.put("results/job", '{"n":2}');
      expect(await store.get(second)).toEqual({ n: 2 });
      expect(await store.get(first)).toEqual({ n: 1 });
    });

    test("an object that differs from the stored one is refused", async () => {
      const [first, other] = [await store.put("results/job", "{}"), await store.put("results/other", "[]")];
      const altered = await store.get({ ...first, key: other.key }).catch((error: unknown) => error);
      expect(altered).toBeInstanceOf(PermanentError);
      expect(altered).toMatchObject({ code: "payload_altered" });
    });

    test("a deleted object is a permanent error", async () => {
      const ref = await store.put("results/there", "{}");
      const gone = await store.get({ ...ref, key: "results/never.json" }).catch((error: unknown) => error);
      expect(gone).toBeInstanceOf(PermanentError);
      expect(gone).toMatchObject({ code: "payload_gone" });
    });

    test("a key can be written only once: the first text stays", async () => {
      expect(await store.putOnce(`${folder}/once.json`, '{"n":1}')).toBe(true);
      expect(await store.putOnce(`${folder}/once.json`, '{"n":2}')).toBe(false);
      expect(await store.find(`${folder}/once.json`, 100)).toMatchObject({ text: '{"n":1}' });
    });

    test("one of two simultaneous writes of a key succeeds, and the other returns false", async () => {
      const texts = ['{"n":1}', '{"n":2}'];
      const won = await Promise.all(texts.map((text) => store.putOnce(`${folder}/race.json`, text)));
      const written = texts.filter((_, n) => won[n]);
      const found = await store.find(`${folder}/race.json`, 100);
      expect(written).toEqual([found?.text]);
    });

    test("find returns the text under a key with a reference, and null for a missing key", async () => {
      await store.putOnce(`${folder}/there.json`, '{"é":1}');
      const found = await store.find(`${folder}/there.json`, 100);
      expect(found).toMatchObject({ text: '{"é":1}', ref: { key: `${folder}/there.json`, bytes: 8 } });
      expect(found && (await store.get(found.ref))).toEqual({ é: 1 });
      expect(await store.find("results/elsewhere.json", 100)).toBeNull();
    });

    test("a text above the size limit is not read", async () => {
      await store.putOnce(`${folder}/large.json`, JSON.stringify("x".repeat(100)));
      const large = await store.find(`${folder}/large.json`, 101).catch((error: unknown) => error);
      expect(large).toBeInstanceOf(PermanentError);
      expect(large).toMatchObject({ code: "payload_too_large" });
    });
  });
}
