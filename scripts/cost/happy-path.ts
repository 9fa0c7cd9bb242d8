import { asRecord, isRecord, parseJson } from "../../core/json-value.ts";
import { list, type Stack } from "./stack.ts";

/**
 * The transitions of an execution in which all goes well: the start, and every state up to the end. A choice takes its
 * first branch; its default is the way out.
 */
export function happyPath(stack: Stack): string[] {
  const [machine] = stack.ofType("AWS::StepFunctions::StateMachine");
  const definition = asRecord(parseJson(String(machine?.property("DefinitionString"))));
  const states = asRecord(definition.States);
  const path: string[] = [];
  for (let name = definition.StartAt; typeof name === "string"; ) {
    const state = states[name];
    if (!isRecord(state)) throw new Error(`The workflow has no state "${name}"`);
    if (path.includes(name)) throw new Error(`The workflow comes back to "${name}"`);
    path.push(name);
    name = asRecord(list(state.Choices)[0]).Next ?? state.Next;
  }
  return path;
}
