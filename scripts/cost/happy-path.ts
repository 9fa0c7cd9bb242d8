import { asRecord, isRecord, parseJson } from "../../core/json-value.ts";
import { list, type Stack } from "./stack.ts";

/**
 * Returns the states of an execution without errors, in order. At a Choice it takes the first branch, because the default
 * branch leads to the end.
 */
export function happyPath(stack: Stack): string[] {
  const [machine] = stack.ofType("AWS::StepFunctions::StateMachine");
  const definition = asRecord(parseJson(String(machine?.property("DefinitionString"))));
  const states = asRecord(definition.States);
  const path: string[] = [];
  for (let name = definition.StartAt; typeof name === "string"; ) {
    const state = states[name];
    if (!isRecord(state)) throw new Error(`The workflow has no state "${name}"`);
    if (path.includes(name)) throw new Error(`The workflow returns to "${name}"`);
    path.push(name);
    name = asRecord(list(state.Choices)[0]).Next ?? state.Next;
  }
  return path;
}
