import {
  CloudFrontClient,
  type DistributionConfig,
  type GetDistributionCommand,
  type UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";

/** One distribution behind the SDK's client, with an entity tag as in CloudFront. */
export function createFakeDistribution(headers: Record<string, string>, id = "E2EXAMPLE") {
  const Items = Object.entries(headers).map(([HeaderName, HeaderValue]) => ({ HeaderName, HeaderValue }));
  const origin = {
    Id: "http-api",
    DomainName: "origin.example.com",
    ConnectionTimeout: 2,
    CustomHeaders: { Quantity: Items.length, Items },
  };
  const config = {
    CallerReference: "made-once",
    Comment: "",
    Enabled: true,
    Origins: { Quantity: 1, Items: [origin] },
    DefaultCacheBehavior: { TargetOriginId: "http-api", ViewerProtocolPolicy: "https-only" },
  } as DistributionConfig;
  const state = { config, status: "Deployed", tag: 1, updates: 0, changedByOthers: false };

  async function send(command: GetDistributionCommand | UpdateDistributionCommand) {
    const { input } = command;
    if (input.Id !== id) throw Object.assign(new Error("none"), { name: "NoSuchDistribution" });
    if (command.constructor.name === "GetDistributionCommand") {
      const ETag = `E${state.tag}`;
      if (state.changedByOthers) state.tag += 1;
      return {
        ETag,
        Distribution: { Id: id, Status: state.status, DistributionConfig: structuredClone(state.config) },
      };
    }
    const update = input as UpdateDistributionCommand["input"];
    if (update.IfMatch !== `E${state.tag}`) {
      throw Object.assign(new Error("The tag belongs to another version"), { name: "PreconditionFailed" });
    }
    state.config = update.DistributionConfig ?? state.config;
    state.status = "InProgress";
    state.tag += 1;
    state.updates += 1;
    return {};
  }

  const client: CloudFrontClient = Object.create(CloudFrontClient.prototype, { send: { value: send } });
  return { id, state, client };
}
