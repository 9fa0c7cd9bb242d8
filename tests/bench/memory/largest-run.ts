import { createPayloadBucket } from "../../../adapters/storage/payload-bucket.ts";
import { contextName, resultKey } from "../../../core/employees/frozen-task.ts";
import { readFunction } from "../../fakes/cloudformation.ts";
import { startEmbeddedAws } from "../../fakes/embedded-aws.ts";
import { startModelProvider } from "../../fakes/model-provider.ts";
import { aFrozenTask } from "../../fakes/records/task.ts";

/** The number of files that GitHub lists, each with a patch of 1 KB: 3 MB. GitHub itself shows a megabyte of patches. */
const files = Array.from({ length: 3_000 }, (_, n) => ({
  path: `src/module-${n}/index.ts`,
  previous_path: null,
  status: "modified" as const,
  additions: 12,
  deletions: 12,
  patch: `@@ -1,12 +1,12 @@\n${`-const before = ${n};\n+const after = ${n};\n`.repeat(25)}`,
}));

/** `run-employee` with the largest context and a long answer, against an AWS and a model on this machine. */
export async function startLargestRun(runs: number) {
  const provider = await startModelProvider();
  provider.behave({ kind: "answer", text: "A long finding about one of the files.\n\n".repeat(2_000) });
  const settings = JSON.stringify({ anthropic_api_key: "sk-ant-held", anthropic_base_url: provider.url });
  const embedded = await startEmbeddedAws({ secretValues: { ModelSecret: settings } });
  const named = Object.entries(readFunction("run-employee").environment);
  const environment = named.map(([name, value]) => [name, String(embedded.aws.resolve(value))]);

  const { task, ...rest } = aFrozenTask({ files });
  const frozen = { ...rest, task: { ...task, employee: "security" } };
  const json = JSON.stringify(frozen);
  const { put } = createPayloadBucket(embedded.ref("PayloadBucket"));
  const context = await put(contextName("c".repeat(48)), json);
  const events = Array.from({ length: runs }, (_, n) => {
    const result = resultKey(String(n).padStart(48, "r"));
    return { job_id: task.job_id, attempt: 1, context: { objects: { context, result } } };
  });

  return {
    events,
    contextMegabytes: Buffer.byteLength(json) / 2 ** 20,
    environment: { ...embedded.aws.environment, ...Object.fromEntries(environment), STAGE: "bench" },
    async stop(): Promise<void> {
      await embedded.stop();
      await provider.stop();
    },
  };
}
