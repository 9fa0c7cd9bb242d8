import { isRecord, parseJson } from "../../local/aws/server/json-value.ts";
import { list, record, type Stack } from "./stack.ts";

/**
 * The transitions of an execution in which all goes well: the start, and every state up to the end. A choice takes its
 * first branch; its default is the way out.
 */
export function happyPath(stack: Stack): string[] {
  const [machine] = stack.ofType("AWS::StepFunctions::StateMachine");
  const definition = record(parseJson(String(machine?.property("DefinitionString"))));
  const states = record(definition.States);
  const path: string[] = [];
  for (let name = definition.StartAt; typeof name === "string"; ) {
    const state = states[name];
    if (!isRecord(state)) throw new Error(`The workflow has no state "${name}"`);
    if (path.includes(name)) throw new Error(`The workflow comes back to "${name}"`);
    path.push(name);
    name = record(list(state.Choices)[0]).Next ?? state.Next;
  }
  return path;
}
