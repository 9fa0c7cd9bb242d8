/**
 * Proof of deployment: `npm run test:deployed`. A real `sls deploy` of stage dev to MiniStack, an emulator of
 * the AWS APIs, with GitHub's simulator beside it. Needs Python 3.11 or newer with venv, nothing else.
 */
import { freePort } from "../../local/free-port.ts";
import { startGateway } from "./ministack/gateway.ts";
import { startMiniStack } from "./ministack/start-ministack.ts";
import { runProof } from "./run/run.ts";
import { createClients } from "./service/clients.ts";
import { createDemoFunction, storeWorkflowSecret } from "./service/demo-employees.ts";
import { saveFunctionErrors } from "./service/function-errors.ts";
import { startSimulatedGitHub, webhookSecret } from "./service/github.ts";
import { stage, workFolder } from "./service/paths.ts";
import { copyService, everything } from "./service/service.ts";
import { checkExecutions } from "./steps/check-executions.ts";
import { checkGuards } from "./steps/check-guards.ts";
import { checkHistory } from "./steps/check-history.ts";
import { checkLeftOut } from "./steps/check-left-out.ts";
import { deploy, putCredentials } from "./steps/deploy.ts";
import { runEndToEnd } from "./steps/end-to-end.ts";
import { installPython } from "./steps/install-python.ts";
import { invokeCaptured } from "./steps/invoke-captured.ts";
import { lintTemplates } from "./steps/lint-templates.ts";
import { listEverything } from "./steps/listings.ts";
import { packageStages } from "./steps/package-stages.ts";
import { alarmEndpointSecret, checkPagerAddress, storePagerAddress } from "./steps/pager-address.ts";
import { refuseNewAccount } from "./steps/refuse-new-account.ts";
import { refuseOtherAccount } from "./steps/refuse-other-account.ts";
import { refuseProtected } from "./steps/refuse-protected.ts";
import { remove } from "./steps/remove.ts";
import { switchOff } from "./steps/switch-off.ts";
import { updateUnderLoad } from "./steps/update-under-load.ts";

const code = await runProof(workFolder, async (run) => {
  const { step } = run;
  const python = await step("Python packages", (say) => installPython(run, say));
  const packages = await step("sls package", (say) => packageStages(run, say));
  await step("cfn-lint", (say) => lintTemplates(run, python, packages, say));
  const template = packages.find((one) => one.stage === stage)?.template;
  if (!template) throw new Error(`Stage ${stage} was not packaged`);

  const miniStack = await step("MiniStack", (say) => startMiniStack(run, python, say));
  const clients = createClients(miniStack.url);
  run.atEnd(() => saveFunctionErrors(clients, `${run.logs}/functions.log`));
  await step("resources without MiniStack support", (say) =>
    checkLeftOut(clients.cloudFormation, template, say),
  );

  let webhookHost = "";
  const webhooks = await startGateway({
    port: await freePort(),
    upstreamPort: miniStack.port,
    host: () => webhookHost,
    // Each starts its own process at first: with twenty, a slow machine answers none of them in time.
    atOnce: 6,
  });
  run.atEnd(webhooks.stop);
  const github = await step("GitHub's simulator", async (say) => {
    const started = await startSimulatedGitHub(`${webhooks.url}/webhooks/github`);
    run.atEnd(started.stop);
    say(`on ${started.url}`);
    return started;
  });
  const [githubUrl, sameGithubUrl] = [`http://127.0.0.1:${github.port}`, `http://localhost:${github.port}`];

  await storePagerAddress(clients);
  await createDemoFunction(clients);
  const before = await listEverything(clients);
  const service = copyService(run, miniStack.url, webhooks.url);
  const addresses = {
    WEBHOOK_URL: `${webhooks.url}/webhooks/github`,
    GITHUB_URL: githubUrl,
    WEBHOOK_SECRET: webhookSecret,
  };
  Object.assign(process.env, addresses);
  await step("another account", (say) => refuseOtherAccount(service, clients.cloudFormation, run.logs, say));
  await step("a new account", (say) =>
    refuseNewAccount(miniStack, service, clients.cloudFormation, run.logs, say),
  );
  const plain = await step("sls deploy", (say) =>
    deploy(service, clients, { githubApiUrl: githubUrl }, "deploy.log", say),
  );
  webhookHost = new URL(plain("WebhookUrl")).host;
  await step("the App's credentials", () => putCredentials(clients, plain, github));
  await step("the workflow's secret", () => storeWorkflowSecret(clients, github));
  await step("sls invoke", (say) => invokeCaptured(service, say));
  const jobId = await step("executions", (say) => checkExecutions(clients, plain, github, say));

  await step("history", (say) => checkHistory(clients, jobId, say));

  const all = { ...everything, alarmEndpointSecret, githubApiUrl: githubUrl };
  const output = await step("sls deploy with everything", (say) =>
    deploy(service, clients, all, "deploy-all.log", say),
  );
  webhookHost = new URL(output("WebhookUrl")).host;
  await step("the pager's address", (say) => checkPagerAddress(clients, output, say));
  await step("guards", (say) => checkGuards(miniStack, service, output, say));
  await step("end to end", (say) => runEndToEnd(run, { PATH: process.env.PATH ?? "", ...addresses }, say));
  await step("sls deploy under load", (say) => updateUnderLoad(service, clients, output, sameGithubUrl, say));
  await step("an option switched off", (say) =>
    switchOff(service, clients, { ...all, githubApiUrl: sameGithubUrl }, run.logs, say),
  );
  await step("a protected stack", (say) => refuseProtected(service, clients, run.logs, say));
  await step("sls remove", (say) => {
    const isRetained = (id: string) => template.Resources[id]?.DeletionPolicy?.startsWith("Retain") ?? false;
    return remove(service, clients, before, ({ id }) => isRetained(id), say);
  });
});
// Stops everything that a failed step has left running.
process.exit(code);
