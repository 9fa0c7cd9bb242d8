import { crc32 } from "node:zlib";

/** The runtime is outside the zip, as AWS's runtimes are: MiniStack gets its path. */
const bootstrap = '#!/bin/sh\nexec node "$NODE_RUNTIME"\n';

/** Lets a function of the runtime `provided.al2023` run on Node.js. */
export function withNodeRuntime(zip: Buffer): Buffer {
  return withExecutable(zip, "bootstrap", bootstrap);
}

/** A zip without files: the end of its directory and nothing else. */
export const emptyZip = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);

/**
 * Adds one executable, uncompressed file to a zip:
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function withExecutable(zip: Buffer, name: string, content: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("Not a zip");
  const directorySize = zip.readUInt32LE(end + 12);
  const directoryAt = zip.readUInt32LE(end + 16);
  const entries = zip.readUInt16LE(end + 10) + 1;

  const common = commonFields(name, content);
  const file = Buffer.concat([signature(3, 4), common, Buffer.from(name + content)]);
  const entry = Buffer.concat([
    signature(1, 2),
    madeByUnix,
    common,
    placeAndMode(directoryAt),
    Buffer.from(name),
  ]);
  const directory = Buffer.concat([zip.subarray(directoryAt, directoryAt + directorySize), entry]);

  const tail = Buffer.from(zip.subarray(end, end + 22));
  tail.writeUInt16LE(entries, 8);
  tail.writeUInt16LE(entries, 10);
  tail.writeUInt32LE(directory.length, 12);
  tail.writeUInt32LE(directoryAt + file.length, 16);
  tail.writeUInt16LE(0, 20);
  return Buffer.concat([zip.subarray(0, directoryAt), file, directory, tail]);
}

const madeByUnix = Buffer.from([20, 3]);

function signature(...kind: [number, number]): Buffer {
  return Buffer.from([0x50, 0x4b, ...kind]);
}

/** The 26 bytes that the file's own header and its entry in the directory share. */
function commonFields(name: string, content: string): Buffer {
  const fields = Buffer.alloc(26);
  const size = Buffer.byteLength(content);
  fields.writeUInt16LE(20, 0);
  // 1980-01-01: the earliest date of the format.
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(size, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function placeAndMode(place: number): Buffer {
  const fields = Buffer.alloc(14);
  fields.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  fields.writeUInt32LE(place, 10);
  return fields;
}
