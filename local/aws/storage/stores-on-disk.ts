import type { buildApp } from "fauxqs";

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;

/** Internal modules of fauxqs: it has a store in files, which only its own server uses, and that one listens everywhere. */
interface Internals {
  SqsStore: new () => Stores["sqsStore"];
  SnsStore: new () => Stores["snsStore"];
  S3Store: new () => Stores["s3Store"];
  FileS3Persistence: new (directory: string) => NonNullable<Stores["s3Store"]["persistence"]>;
}

const modules = ["sqs/sqsStore.js", "sns/snsStore.js", "s3/s3Store.js", "s3/fileS3Persistence.js"];

/** Returns fauxqs's stores, with the objects' bodies in files of the directory. */
export async function storesOnDisk(directory: string): Promise<Stores> {
  const folder = import.meta.resolve("fauxqs");
  const loaded = await Promise.all(modules.map((file) => import(new URL(file, folder).href)));
  const { SqsStore, SnsStore, S3Store, FileS3Persistence }: Internals = Object.assign({}, ...loaded);
  const s3Store = new S3Store();
  s3Store.persistence = new FileS3Persistence(directory);
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store };
}
