import { createAddressList } from "../../adapters/edge/address-list.ts";
import { createGitHubMeta } from "../../adapters/github/meta.ts";
import { createGitHubSecret } from "../../adapters/github/secret.ts";
import { system } from "../../adapters/runtime/system.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["ADDRESSES_V4", "ADDRESSES_V6", "GITHUB_API_URL", "GITHUB_SECRET_ID"]);
const lists = { v4: createAddressList(env.ADDRESSES_V4), v6: createAddressList(env.ADDRESSES_V6) };
const { credentials } = createGitHubSecret(env.GITHUB_SECRET_ID);
const gitHubMeta = createGitHubMeta(env.GITHUB_API_URL, credentials);
export const handler = createHandler({ ...system, lists, gitHubMeta });
