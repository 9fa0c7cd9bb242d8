import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Takes the place of the AWS SDK's credential chain in the bundles of the functions (`custom.esbuild` in serverless.yml).
 * Lambda passes the role's credentials in the environment, as the laptop does; so the other sources of the chain (profiles,
 * SSO, containers, instances) are never reached. The operator's commands are not bundled and keep the whole chain.
 */
export const defaultProvider = fromEnv;
