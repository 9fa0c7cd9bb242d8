import type { AwsFault } from "../../../local/aws/faults/faults.ts";
import { until } from "../../e2e/until.ts";
import type { RequestMoment } from "./github-proxy.ts";
import type { Rig } from "./rig.ts";

/** A request to GitHub or to AWS at which to stop a process. */
export type Moment = { github: RequestMoment } | { aws: AwsFault };

/** Acts and waits until the request is held. Returns a function that releases it. */
export async function stopAt(
  { gitHubProxy, aws }: Rig,
  moment: Moment,
  act: () => Promise<unknown>,
): Promise<() => Promise<void>> {
  if ("github" in moment) {
    const caught = gitHubProxy.catch(moment.github);
    await act();
    await caught.arrived;
    return async () => caught.release();
  }
  await aws.fail(moment.aws);
  await act();
  await until(aws.failed, (failed) => failed, 120);
  return aws.restore;
}
