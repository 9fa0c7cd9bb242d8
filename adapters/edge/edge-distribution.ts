import {
  CloudFrontClient,
  GetDistributionCommand,
  type Origin,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { RetryableError } from "../../core/errors.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

const secretHeader = "x-origin-secret";
const healthTimeoutMs = 10_000;

/** Opens a CloudFront distribution that sends a secret header to its one origin. Methods throw RetryableError. */
export function createEdgeDistribution(id: string, url: string, client = new CloudFrontClient(longTimeouts)) {
  async function read() {
    const { Distribution, ETag } = await asked(client.send(new GetDistributionCommand({ Id: id })));
    const config = Distribution?.DistributionConfig;
    const [origin, ...others] = config?.Origins?.Items ?? [];
    if (!config || !origin || others.length > 0) {
      throw new RetryableError(
        "edge_unknown",
        "The distribution does not have exactly one origin, as this stack creates it",
      );
    }
    return { config, origin, etag: ETag, status: Distribution.Status };
  }

  return {
    async showSecret(value: string): Promise<void> {
      const { config, origin, etag } = await read();
      if (secretOf(origin) === value) return;
      const Origins = { Quantity: 1, Items: [withSecret(origin, value)] };
      const DistributionConfig = { ...config, Origins };
      // The ETag makes CloudFront refuse the update if the distribution has changed since it was read.
      await asked(client.send(new UpdateDistributionCommand({ Id: id, IfMatch: etag, DistributionConfig })));
    },

    async state(): Promise<{ secret: string | null; deployed: boolean }> {
      const { origin, status } = await read();
      return { secret: secretOf(origin), deployed: status === "Deployed" };
    },

    async health(): Promise<number | null> {
      try {
        const signal = AbortSignal.timeout(healthTimeoutMs);
        const headers = { "user-agent": "pr-comment-automation" };
        const response = await fetch(`${url}/health`, { signal, headers, redirect: "manual" });
        await response.arrayBuffer();
        return response.status;
      } catch {
        return null;
      }
    },
  };
}

function headersOf(origin: Origin) {
  return origin.CustomHeaders?.Items ?? [];
}

function secretOf(origin: Origin): string | null {
  return headersOf(origin).find(isSecret)?.HeaderValue ?? null;
}

function withSecret(origin: Origin, value: string): Origin {
  const others = headersOf(origin).filter((header) => !isSecret(header));
  const Items = [...others, { HeaderName: "X-Origin-Secret", HeaderValue: value }];
  return { ...origin, CustomHeaders: { Quantity: Items.length, Items } };
}

function isSecret({ HeaderName }: { HeaderName: string | undefined }): boolean {
  return HeaderName?.toLowerCase() === secretHeader;
}

async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw unavailable("edge", error);
  }
}
