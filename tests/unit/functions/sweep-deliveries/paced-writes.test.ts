import { beforeEach, describe, expect, test } from "@jest/globals";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { isoTime } from "../../../../core/clock.ts";
import { PacedError } from "../../../../core/errors.ts";
import { newPace, roomIn, spend } from "../../../../core/pacing/pace.ts";
import { withPacedWrites } from "../../../../functions/sweep-deliveries/paced-writes.ts";
import { repairCheckRuns } from "../../../../functions/sweep-deliveries/repair-check-runs.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

let ports: SweeperPorts;
const minute = 60_000;
const headSha = "5c1d7a0000000000000000000000000000000001";

beforeEach(() => {
  ports = createSweeperPorts();
});

function use(writes: number, installation = 5): void {
  ports.paces.paces.set(installation, { ...spend(newPace, writes, ports.clock()), version: 1 });
}

const left = async () => roomIn(await ports.paces.read(5), ports.paceLimits, ports.clock()).minute;

describe("a write of the sweeper", () => {
  test("takes a token", async () => {
    const job = ports.jobs.put(aJob());
    await publishComment(job, ["Waiting."], withPacedWrites(ports, "sign"));
    expect(ports.writer.bodies()).toHaveLength(1);
    expect(await left()).toBe(79);
  });

  test.each([
    ["sign", 60],
    ["repair", 80],
  ] as const)("without a token for a %s is neither recorded as started nor made", async (kind, used) => {
    const job = ports.jobs.put(aJob());
    use(used);
    await expect(publishComment(job, ["Waiting."], withPacedWrites(ports, kind))).rejects.toThrow(PacedError);
    expect(ports.writer.calls).toEqual([]);
    expect((await ports.jobs.read(job.job_id))?.comment).toBeNull();
  });
});

describe("check runs of finished jobs", () => {
  const ended = (id: string, installation_id: number) =>
    ports.jobs.put(
      aJob({
        job_id: `${id}-summary`,
        state: "NOTIFIED",
        outcome: "answered",
        head_sha: headSha,
        installation_id,
        updated_at: isoTime(ports.clock()),
      }),
    );
  const sweep = () => repairCheckRuns(withPacedWrites(ports, "sign"));
  const shown = () => ports.checks.runs.map(({ external_id }) => external_id);

  test("wait for tokens as long as it takes, and do not delay those of another installation", async () => {
    for (const id of ["a", "b", "c"]) ended(id, 5);
    ports.clock.advance(minute);
    ended("d", 6);
    for (let n = 0; n < 30; n += 1) {
      use(300);
      ports.clock.advance(20 * minute);
      const errors = await sweep();
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.filter((error) => !(error instanceof PacedError))).toEqual([]);
    }
    expect(shown()).toEqual(["d-summary"]);
    ports.paces.paces.clear();
    await sweep();
    expect(shown().toSorted()).toEqual(["a-summary", "b-summary", "c-summary", "d-summary"]);
  });

  test("of another installation have their turn behind hundreds that wait", async () => {
    for (let n = 0; n < 250; n += 1) {
      ended(`a${n}`, 5);
      ports.clock.advance(100);
    }
    ended("b", 6);
    use(300);
    ports.clock.advance(minute);
    await sweep();
    expect(shown()).toEqual(["b-summary"]);
  });

  test("that wait cost one read of GitHub a sweep", async () => {
    for (let n = 0; n < 20; n += 1) ended(`j${n}`, 5);
    use(70);
    ports.clock.advance(minute);
    const { list } = ports.checks;
    let lists = 0;
    ports.checks.list = (...args) => {
      lists += 1;
      return list(...args);
    };
    await sweep();
    // Four jobs are in progress at the same time.
    expect(lists).toBeLessThanOrEqual(4);
  });
});
