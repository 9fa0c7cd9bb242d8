import { afterEach, describe, expect, test } from "@jest/globals";
import { type AwsAccount, startAwsAccount } from "../fakes/aws-account/account.ts";
import { loadPlugin, stackName } from "../fakes/aws-account/plugin-host.ts";

let account: AwsAccount;
afterEach(() => account.stop());

/** The settings of `prod`: one warm instance of the webhook's function, fifty messages at the same time. */
const template = (provisioned: number, dispatched: number) => ({
  Resources: {
    Warm: {
      Type: "AWS::Lambda::Alias",
      Properties: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisioned } },
    },
    FromQueue: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { ScalingConfig: { MaximumConcurrency: dispatched } },
    },
  },
});

async function deployTo(quota: { limit: number; unreserved: number }, asked: object) {
  account = await startAwsAccount({ concurrency: quota });
  const guard = await loadPlugin("stage-guard.mjs", account, { template: asked });
  return guard.run("before:deploy:deploy");
}

describe("case 25: an account with a Lambda quota of 10", () => {
  test.each([
    [
      "prod",
      template(1, 50),
      "at least 101",
      /keeps 10 unreserved[\s\S]*no capacity would be left for the webhook/,
    ],
    ["dev", template(0, 10), "at least 20", /more than half of the 10/],
  ])(
    "rejects %s before it creates any resource, with the quota to request",
    async (_stage, asked, needed, why) => {
      const refusal = deployTo({ limit: 10, unreserved: 10 }, asked);

      await expect(refusal).rejects.toThrow(why);
      await expect(refusal).rejects.toThrow(
        `Request ${needed} of "Concurrent executions" (L-B99A9384) in Service Quotas: aws service-quotas ` +
          "request-service-quota-increase --service-code lambda --quota-code L-B99A9384",
      );
      await expect(refusal).rejects.toThrow("Nothing was changed.");
      expect(account.changes).toEqual([]);
    },
  );

  test("accepts the trial values that the refusal names", async () => {
    await expect(deployTo({ limit: 10, unreserved: 10 }, template(0, 5))).resolves.toBeUndefined();
  });

  test("accepts prod once the quota is raised", async () => {
    await expect(deployTo({ limit: 101, unreserved: 101 }, template(1, 50))).resolves.toBeUndefined();
  });

  test("counts the stack's existing reservations as its own", async () => {
    const reserved = {
      Resources: {
        Webhook: { Type: "AWS::Lambda::Function", Properties: { ReservedConcurrentExecutions: 100 } },
      },
    };
    account = await startAwsAccount({ concurrency: { limit: 200, unreserved: 100 } });
    account.stacks.set(stackName, { template: reserved, resources: {}, outputs: ["RolloutMode"] });
    const guard = await loadPlugin("stage-guard.mjs", account, { template: reserved });

    await expect(guard.run("before:deploy:deploy")).resolves.toBeUndefined();
  });
});
