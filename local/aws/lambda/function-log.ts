import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";

export interface FunctionLog {
  write(chunk: string | Buffer): void;
  close(): Promise<void>;
}

/** Returns a log that appends to `<directory>/<function>.log`; without a directory, it discards the output. */
export function createFunctionLog(directory: string | undefined, functionName: string): FunctionLog {
  let stream: WriteStream | undefined;
  return {
    write(chunk) {
      if (directory === undefined) return;
      if (!stream) {
        mkdirSync(directory, { recursive: true });
        stream = createWriteStream(join(directory, `${functionName}.log`), { flags: "a" });
        stream.on("error", () => {});
      }
      stream.write(chunk);
    },
    async close() {
      if (!stream) return;
      stream.end();
      await finished(stream).catch(() => {});
    },
  };
}
