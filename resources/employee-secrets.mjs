/**
 * Adds what the employees of the roster need outside the stack: a secret for each that is called by webhook or runs as a
 * GitHub Actions workflow, which signs messages in both directions, and the rights of the functions that use them. A roster
 * without such employees adds no statement, because a right for nothing would be a right for anything.
 */
export default class EmployeeSecrets {
  constructor(serverless) {
    let isDone = false;
    const add = () => {
      if (isDone) return;
      isDone = true;
      addEmployees(serverless);
    };
    this.hooks = Object.fromEntries(afterGeneration.map((event) => [event, add]));
  }
}

/** The hooks at which scripts/generate/serverless-plugin.ts, which serverless.yml lists first, has read the roster. */
const afterGeneration = [
  "before:package:createDeploymentArtifacts",
  "before:offline:start:init",
  "before:offline:start",
  "before:invoke:local:invoke",
];

/** Runners whose employees send signed callbacks. */
const signing = ["webhook", "github-workflow"];

function addEmployees({ service, classes }) {
  const { Metadata, Resources } = service.resources;
  const { roster } = JSON.parse(Metadata.Rules);
  const signers = roster.filter(({ runner }) => signing.includes(runner));
  for (const { name, title } of signers) Resources[secretId(name)] = secretOf(service, name, title);

  const secrets = signers.map(({ name }) => ({ Ref: secretId(name) }));
  const webhooks = roster
    .filter(({ runner }) => runner === "webhook")
    .map(({ name }) => ({ Ref: secretId(name) }));
  const targets = roster.flatMap(({ lambda }) => lambda ?? []);
  const roles = targets.flatMap(({ role_arn }) => role_arn ?? []);
  const functions = targets
    .filter(({ role_arn }) => role_arn === null)
    .map(({ function_arn }) => function_arn);
  const read = "secretsmanager:GetSecretValue";
  const grants = [
    { key: "callEmployee", Action: [read], Resource: webhooks },
    { key: "callEmployee", Action: ["lambda:InvokeFunction"], Resource: unique(functions) },
    { key: "callEmployee", Action: ["sts:AssumeRole"], Resource: unique(roles) },
    { key: "receiveCallback", Action: [read], Resource: secrets },
  ];
  for (const { key, ...statement } of grants) {
    if (statement.Resource.length === 0) continue;
    const definition = service.functions[key];
    if (!definition)
      throw new classes.Error(`The roster needs the function ${key}: add it to serverless.yml.`);
    definition.iamRoleStatements = [...definition.iamRoleStatements, { Effect: "Allow", ...statement }];
  }
}

const unique = (values) => [...new Set(values)];

/** Returns the logical id: `EmployeeSecretLegacyBot` for `legacy-bot`. */
function secretId(name) {
  const words = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `EmployeeSecret${words.join("")}`;
}

/** 64 letters and digits are 48 bytes in base64, the form of a secret in Standard Webhooks. */
function secretOf({ service, provider, resources }, name, title) {
  return {
    Type: "AWS::SecretsManager::Secret",
    // Never retained: its name is fixed, so a retained secret would block the employee's return. Its value can be replaced.
    DeletionPolicy: "Delete",
    UpdateReplacePolicy: "Delete",
    Properties: {
      Name: `${service}/${provider.stage}/employees/${name}`,
      Description: `Signs the messages from and to the employee ${title}`,
      KmsKeyId: resources.Resources.ModelSecret.Properties.KmsKeyId,
      // Never change this property: CloudFormation would create a new version, and the employee's copy would be wrong.
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    },
  };
}
