import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { quotaShortage } from "./deployment/account-quota.mjs";
import { readStack } from "./deployment/deployed-stack.mjs";
import { deploymentMistakes } from "./deployment/first-deployment.mjs";

/**
 * Stops before anything is uploaded:
 * - a deployment, rollback or removal in an account other than the stage's;
 * - a deployment that exceeds the account's Lambda quota, locks the audit bucket for the first time, or stops answers;
 * - contradictory options of a stage, which CloudFormation would detect only halfway.
 */
export default class StageGuard {
  constructor(serverless, _options, { log }) {
    const { classes, service } = serverless;
    const provider = serverless.getProvider("aws");

    async function checkAccount() {
      const { stage, region } = service.provider;
      const named = String(service.custom.stageGuard.account);
      if (named === "any") {
        log.warning(
          `Stage "${stage}" has no account in resources/stages.yml: it uses the account of your credentials.`,
        );
        return;
      }
      const actual = await provider.getAccountId();
      if (actual === named) return;
      throw new classes.Error(
        `Stage "${stage}" belongs to the AWS account ${named}, but your credentials are for ${actual} (${region}). ` +
          "Nothing was changed. Use that account's profile (--aws-profile), or correct `account` in resources/stages.yml.",
        "WRONG_ACCOUNT",
      );
    }

    async function checkDeployment() {
      await checkAccount();
      const { stage, region, compiledCloudFormationTemplate: template } = service.provider;
      const config = await provider.getAwsSdkV3Config();
      const deployed = await readStack(new CloudFormationClient(config), provider.naming.getStackName());
      const options = service.custom.stageGuard;
      const mistakes = deploymentMistakes({ options, template, deployed, stage });
      const shortage = await quotaShortage({
        config,
        region,
        template,
        deployed: deployed?.template ?? null,
      }).catch((error) => {
        if (error.name !== "AccessDeniedException") throw error;
        log.warning(`Lambda's quota is unknown: your credentials lack lambda:GetAccountSettings.`);
        return null;
      });
      if (shortage) mistakes.push(shortage);
      if (mistakes.length === 0) return;
      throw new classes.Error(`${mistakes.join("\n\n")}\n\nNothing was changed.`, "DEPLOYMENT_REFUSED");
    }

    function checkOptions() {
      const { Parameters } = service.resources;
      const options = Object.fromEntries(
        Object.entries(Parameters ?? {}).map(([name, { Default }]) => [name, String(Default ?? "")]),
      );
      const mistakes = mistakesOf({ ...options, ...service.custom.stageGuard }, service.provider.region);
      if (mistakes.length === 0) return;
      throw new classes.Error(
        `The options of stage "${service.provider.stage}" (resources/stages.yml) contain mistakes:\n- ${mistakes.join("\n- ")}`,
        "WRONG_STAGE_OPTIONS",
      );
    }

    this.hooks = {
      "before:package:initialize": checkOptions,
      "before:deploy:deploy": checkDeployment,
      "before:deploy:function:initialize": checkAccount,
      "before:rollback:rollback": checkAccount,
      "before:remove:remove": checkAccount,
    };
  }
}

/** Returns the mistakes in a stage's options, a sentence each. */
export function mistakesOf(options, region) {
  const rules = [...choiceRules(options), ...edgeRules(options, region)];
  return rules.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
}

const arn = /^arn:[\w-]+:([\w-]+):([\w-]*):\d{12}:.+$/;
const serviceOf = (value) => arn.exec(value)?.[1];
const regionOf = (value) => arn.exec(value)?.[2];

const isWhole = (value) => Number.isInteger(Number(value)) && Number(value) >= 1;

function choiceRules(options) {
  return [
    [!/^(any|\d{12})$/.test(options.account), "account is neither twelve digits nor `any`."],
    [!["cloudfront", "none"].includes(options.Edge), "edge is neither `cloudfront` nor `none`."],
    [!["aws", "key"].includes(options.Encryption), "encryption is neither `aws` nor `key`."],
    [options.KeyArn && options.Encryption !== "key", "keyArn needs `encryption: key`."],
    [options.KeyArn && serviceOf(options.KeyArn) !== "kms", "keyArn is not the ARN of a KMS key."],
    [
      options.alarmEndpoint,
      "alarmEndpoint was removed: the address is a key, and options are readable in the template. Store it in Secrets Manager and " +
        "name the secret in alarmEndpointSecret (docs/deploying.md).",
    ],
    [
      options.AlarmEndpointSecret && !/^[\w/+=.@:-]+$/.test(options.AlarmEndpointSecret),
      "alarmEndpointSecret must be the name or the ARN of a secret.",
    ],
    [
      /^https?:/.test(options.AlarmEndpointSecret),
      "alarmEndpointSecret is an address: store the address in Secrets Manager and set the secret's name here.",
    ],
    [!["Delete", "Retain"].includes(options.deletionPolicy), "deletionPolicy must be `Delete` or `Retain`."],
    [
      !["active", "shadow", "off"].includes(options.rolloutMode),
      "rolloutMode must be `active`, `shadow` or `off`.",
    ],
    [
      !["GOVERNANCE", "COMPLIANCE"].includes(options.auditLockMode),
      "auditLockMode is neither `GOVERNANCE` nor `COMPLIANCE`.",
    ],
    [!(Number(options.auditLockDays) >= 1), "auditLockDays is not a number of days, one or more."],
    [
      !isWhole(options.githubWritesPerMinute) || !isWhole(options.githubWritesPerHour),
      "githubWritesPerMinute and githubWritesPerHour must be whole numbers, one or more.",
    ],
    [
      isWhole(options.githubWritesPerHour) &&
        Number(options.githubWritesPerMinute) > Number(options.githubWritesPerHour),
      "githubWritesPerMinute is more than githubWritesPerHour.",
    ],
    [
      options.Trail === "yes" && options.Audit !== "yes",
      "trail needs `audit: yes`: it writes to the audit bucket.",
    ],
  ];
}

function edgeRules(options, region) {
  const hasEdge = options.Edge === "cloudfront";
  const isGitHubCom = options.GitHubApiUrl === "https://api.github.com";
  const mostRequests = 300 * Number(options.throttlingRate) + Number(options.throttlingBurst);
  return [
    [options.Domain && !options.CertificateArn, "domain needs certificateArn, an ACM certificate for it."],
    [options.Domain && !/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(options.Domain), "domain is not a host name."],
    [
      options.HostedZoneId && !options.Domain,
      "hostedZoneId needs domain: its records are created in that zone.",
    ],
    [
      options.CertificateArn && serviceOf(options.CertificateArn) !== "acm",
      "certificateArn is not the ARN of an ACM certificate.",
    ],
    [
      hasEdge && options.CertificateArn && regionOf(options.CertificateArn) !== "us-east-1",
      "certificateArn must be in us-east-1: CloudFront accepts certificates from there only.",
    ],
    [
      hasEdge &&
        options.Domain &&
        region !== "us-east-1" &&
        regionOf(options.OriginCertificateArn) !== region,
      `originCertificateArn must name a certificate for origin.${options.Domain} in ${region}.`,
    ],
    [
      hasEdge && region !== "us-east-1" && !options.WebAclArn,
      `webAclArn is missing: CloudFront's web ACL must be in us-east-1, and this stack is in ${region}. Deploy resources/web-acl.yml in us-east-1 (docs/edge.md).`,
    ],
    [
      !hasEdge && options.WebAclArn,
      "webAclArn needs `edge: cloudfront`: only CloudFront can have a web ACL in this stack.",
    ],
    [
      options.GitHubAddressesOnly === "yes" && (!hasEdge || options.WebAclArn),
      "gitHubAddressesOnly needs `edge: cloudfront` and the stack's own web ACL.",
    ],
    [
      options.GitHubAddressesOnly === "yes" && !isGitHubCom,
      "gitHubAddressesOnly needs github.com: a GitHub Enterprise Server publishes no list of its addresses.",
    ],
    [
      hasEdge && !options.WebAclArn && !isGitHubCom && Number(options.RateLimit) < mostRequests,
      `rateLimit must be ${mostRequests} or more: a GitHub Enterprise Server sends from few addresses, and throttlingRate and throttlingBurst allow that many requests in five minutes.`,
    ],
  ];
}
