import {
  type GetIPSetCommand,
  type UpdateIPSetCommand,
  WAFOptimisticLockException,
  WAFV2Client,
} from "@aws-sdk/client-wafv2";

/** A fake of AWS WAF with one IP set, behind the SDK's client. */
export function createFakeIpSet(addresses: string[], ref = "github-v4|0a1b2c|CLOUDFRONT") {
  const [Name, Id, Scope] = ref.split("|");
  const state = { addresses, description: "From where GitHub sends", lock: 1, writes: 0, taken: false };

  async function send(command: GetIPSetCommand | UpdateIPSetCommand) {
    const { input } = command;
    if (input.Name !== Name || input.Id !== Id || input.Scope !== Scope) throw new Error("no such set");
    if (command.constructor.name === "GetIPSetCommand") {
      const LockToken = `lock-${state.lock}`;
      if (state.taken) state.lock += 1;
      return {
        IPSet: { Name, Id, Description: state.description, Addresses: state.addresses },
        LockToken,
      };
    }
    const update = input as UpdateIPSetCommand["input"];
    if (update.LockToken !== `lock-${state.lock}`) {
      throw new WAFOptimisticLockException({ $metadata: {}, message: "another writer was faster" });
    }
    state.addresses = update.Addresses ?? [];
    state.description = update.Description ?? "";
    state.lock += 1;
    state.writes += 1;
    return {};
  }

  const client: WAFV2Client = Object.create(WAFV2Client.prototype, { send: { value: send } });
  return { state, ref, client };
}
