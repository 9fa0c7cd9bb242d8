import { expect, test } from "@jest/globals";
import { prepareDefinition } from "../../../../local/aws/states/prepare-definition.ts";

const Resource = "arn:aws:lambda:eu-central-1:000000000000:function:work";
const machine = (state: object, top: object = {}) => ({ StartAt: "Work", States: { Work: state }, ...top });
const work = (rest: object = {}) => ({ Type: "Task", Resource, End: true, ...rest });

const prepared = (state: object, top: object = {}) => prepareDefinition(machine(state, top)).definition;

test("a task without a timeout waits for weeks; a task with one keeps it", () => {
  expect(prepared(work())).toEqual(machine(work({ TimeoutSeconds: 2_147_483 })));
  expect(prepared(work({ TimeoutSeconds: 900 }))).toEqual(machine(work({ TimeoutSeconds: 900 })));
  const byPath = work({ TimeoutSecondsPath: "$.limit" });
  expect(prepared(byPath)).toEqual(machine(byPath));
});

test("no timer is longer than Node.js can wait", () => {
  expect(prepared(work({ TimeoutSeconds: 99_999_999 }), { TimeoutSeconds: 99_999_999 })).toEqual(
    machine(work({ TimeoutSeconds: 2_147_483 }), { TimeoutSeconds: 2_147_483 }),
  );
});

test("a result at the root replaces the input, in a catcher too", () => {
  const catcher = { ErrorEquals: ["States.ALL"], Next: "Work" };
  const state = work({ TimeoutSeconds: 1, ResultPath: "$", Catch: [{ ...catcher, ResultPath: "$" }] });
  expect(prepared(state)).toEqual(machine(work({ TimeoutSeconds: 1, Catch: [catcher] })));
});

test("finds the tasks in branches and iterations", () => {
  const inner = (name: string) => ({ StartAt: name, States: { [name]: work() } });
  const { tasks } = prepareDefinition({
    StartAt: "Fan",
    States: {
      Fan: { Type: "Parallel", Branches: [inner("Left"), inner("Right")], Next: "Each" },
      Each: { Type: "Map", ItemProcessor: inner("Item"), End: true },
    },
  });
  expect(tasks.map(({ name }) => name)).toEqual(["Left", "Right", "Item"]);
});

test.each([
  ["JSONata", machine(work(), { QueryLanguage: "JSONata" }), "JSONata"],
  ["variables", machine(work({ Assign: { "a.$": "$.b" } })), "Assign"],
  ["the state's part of the context", machine(work({ Parameters: { "n.$": "$$.State.Name" } })), "$$.State"],
  ["other services", machine(work({ Resource: "arn:aws:states:::sqs:sendMessage" })), 'State "Work"'],
  [
    "callbacks of other services",
    machine(work({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" })),
    "cannot run",
  ],
  [
    "callbacks without parameters",
    machine(work({ Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" })),
    "needs Parameters",
  ],
  [
    "the task's other parts of the context",
    machine(work({ Parameters: { "n.$": "$$.Task.Name" } })),
    "$$.Task",
  ],
])("%s are refused", (_name, definition, message) => {
  expect(() => prepareDefinition(definition)).toThrow(message);
});
