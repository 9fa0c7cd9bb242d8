import type { World } from "../world.ts";
import type { Scenario } from "./scenario.ts";

const thread = 4_711;
const inThread = { body: "/summary", thread };
const deletion = { ...inThread, action: "deleted", guid: "4f2d8c1e-0000-4000-8000-000000000002" } as const;

/** Commands on the diff, which are answered in their thread. */
export const threadScenarios: Scenario[] = [
  {
    name: "in-a-thread",
    people: ({ write }) => write(inThread),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "in-a-thread-landing-late",
    faults: [{ what: "writer.createComment", kind: "late" }],
    people: ({ write }) => write(inThread),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "in-a-thread-withdrawn",
    people({ write, whenJob }) {
      whenJob("DISPATCHED", () => write(deletion));
      write(inThread);
    },
    jobs: 1,
    // A lagging replica of GitHub may still show it.
    ends: ["withdrawn", "answered"],
  },
  {
    name: "thread-gone-before",
    people({ write, github }) {
      github.writer.goneThreads.add(thread);
      write(inThread);
    },
    jobs: 1,
    ends: ["answered"],
    moves: true,
  },
  {
    name: "thread-gone-meanwhile",
    people(world) {
      world.whenJob("WORKER_RUNNING", () => deleteThread(world));
      world.write(inThread);
    },
    jobs: 1,
    ends: ["answered"],
    moves: true,
  },
  {
    name: "thread-gone-while-landing",
    // If the list lags too, the answer moves and the reply that landed must go.
    faults: [{ what: "writer.createComment", kind: "lost" }],
    people({ write, when, github: { writer } }) {
      when(
        () => writer.comments.length > 0,
        () => writer.goneThreads.add(thread),
      );
      write(inThread);
    },
    jobs: 1,
    ends: ["answered"],
    moves: true,
  },
];

/** A user deletes the first comment of the thread, and our replies. */
function deleteThread({ github: { writer } }: World): void {
  writer.goneThreads.add(thread);
  for (const { id } of [...writer.comments]) writer.remove(id);
}
