import { generateKeyPairSync } from "node:crypto";
import { readLocalHosts } from "../adapters/employees/webhook-target.ts";
import { laptopWebhookSecret } from "../operator/stack/laptop-file.ts";

/** What a person may set before starting the laptop. */
export interface LaptopSettings {
  port: number;
  githubPort: number;
  /** Of the operators' console; null: the usual one. */
  consolePort: number | null;
  webhookSecret: string;
  /** Another GitHub than the embedded one; then the App's id and key are needed too. */
  githubApiUrl: string | null;
  app: { id: number; privateKey: string; publicKey: string | null };
  /** Servers on this machine in place of the hosts of webhook employees: `<host>=http://localhost:<port>`, with commas. */
  employeeHosts: string;
  /** Signs the messages of all employees outside, as base64; null: each has its own. */
  employeeSecret: string | null;
  /** The model providers' settings, by the names that the model secret has for them. */
  model: Record<string, string>;
}

const modelSettings = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_BASE_URL",
  "OPENAI_COMPATIBLE_API_KEY",
  "OPENAI_COMPATIBLE_BASE_URL",
  "BEDROCK_REGION",
];

/** Reads the settings. Throws for a port that is none, malformed hosts, and a GitHub without its App's credentials. */
export function readSettings(env: Record<string, string | undefined>): LaptopSettings {
  const githubApiUrl = env.GITHUB_API_URL || null;
  return {
    port: portOf(env, "PORT", 3000),
    githubPort: portOf(env, "GITHUB_PORT", 3300),
    consolePort: env.CONSOLE_PORT ? portOf(env, "CONSOLE_PORT", 0) : null,
    webhookSecret: laptopWebhookSecret(env),
    githubApiUrl,
    app: githubApiUrl ? givenApp(env) : madeUpApp(),
    employeeHosts: employeeHostsOf(env),
    employeeSecret: employeeSecretOf(env),
    model: Object.fromEntries(
      modelSettings.flatMap((name) => (env[name] ? [[name.toLowerCase(), env[name]]] : [])),
    ),
  };
}

function employeeHostsOf({ EMPLOYEE_HOSTS_LOCAL = "" }: Record<string, string | undefined>): string {
  readLocalHosts(EMPLOYEE_HOSTS_LOCAL, "local");
  return EMPLOYEE_HOSTS_LOCAL;
}

function employeeSecretOf({ EMPLOYEE_SECRET }: Record<string, string | undefined>): string | null {
  if (!EMPLOYEE_SECRET) return null;
  if (/^(?:whsec_)?(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(EMPLOYEE_SECRET)) {
    return EMPLOYEE_SECRET;
  }
  throw new Error("EMPLOYEE_SECRET is not base64: use the output of `openssl rand -base64 48`");
}

function portOf(env: Record<string, string | undefined>, name: string, standard: number): number {
  const port = Number(env[name] || standard);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name}=${env[name]} is not a port: use a number from 1 to 65535`);
}

function givenApp(env: Record<string, string | undefined>): LaptopSettings["app"] {
  const { GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY } = env;
  if (GITHUB_APP_ID && GITHUB_APP_PRIVATE_KEY) {
    return { id: Number(GITHUB_APP_ID), privateKey: GITHUB_APP_PRIVATE_KEY, publicKey: null };
  }
  throw new Error("GITHUB_API_URL is set: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY of your App too");
}

/** A new key for every start: nothing on the laptop is worth keeping one for. */
function madeUpApp(): LaptopSettings["app"] {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { id: 1_000_001, privateKey, publicKey };
}
