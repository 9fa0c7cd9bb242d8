import type { Command } from "commander";
import { hookName } from "../../../core/deliveries/swept-hook.ts";
import { actorOf } from "../../stack/actor.ts";
import { readDelivery } from "../../stack/deliveries/delivery-records.ts";
import { attemptDetails, findAttempt } from "../../stack/deliveries/github-events.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { stackGitHub } from "../../stack/stack-github.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { type HookOptions, requestsOf, withHook } from "../options/hook-option.ts";
import { withApiUrl, withExamples } from "../options/stack-options.ts";
import { displayText } from "../output/table.ts";

type Options = ChangeOptions & ApiUrlOptions & HookOptions;

export function addRedeliver(named: Command, io: Io): void {
  const command = changeCommand(named).argument(
    "<guid>",
    "GUID of the delivery, as `deliveries` lists it (X-GitHub-Delivery)",
  );
  withApiUrl(withHook(command)).action((guid: string, options: Options) => redeliver(guid, options, io));
  withExamples(
    command,
    'redeliver 72d3162e-cc78-11e3-81ab-4c9367dc0958 --stage prod --reason "lost in the outage"',
  );
}

async function redeliver(guid: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const github = await stackGitHub(stack, stackPorts(stack), apiUrlOf(options, io.env, stack));
  const requests = requestsOf(github.client, options);
  const attempt = await findAttempt(requests, guid);
  if (!attempt) {
    const advice = "GitHub keeps three days: see `deliveries`. `replay` can send a captured webhook.";
    throw new OperatorError(
      `GitHub's list of ${hookName(options.hook)} has no delivery ${displayText(guid)}.`,
      advice,
    );
  }
  const { hook_id } = await attemptDetails(requests, attempt.id);
  const table = stack.output("IdempotencyTableName");
  const record = hook_id ? await readDelivery(table, { hook_id, delivery_id: guid }) : null;
  const actor = await actorOf(options, stack);
  const ids = { delivery_id: guid, ...(hook_id && { hook_id }) };
  await createOperationLog(table).record({ kind: "redeliver", actor, reason: options.reason, ids }, guid);
  await requests.redeliver(attempt.id);
  print(io.stdout, `GitHub is delivering ${guid} again.`);
  if (record && record.status !== "RECEIVED") {
    print(io.stderr, `It is already ${record.status} here: the repeat is a duplicate and changes nothing.`);
  }
}
