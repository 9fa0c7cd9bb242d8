import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";

/** Definitions validated in this process: validating one takes longer than starting the rest of the laptop. */
const valid = new Set<string>();

/** Creates an interpreter of the Amazon States Language. Throws on an invalid definition. */
export function createInterpreter(definition: StateMachineDefinition): StateMachine {
  const text = JSON.stringify(definition);
  const machine = new StateMachine(definition, { validationOptions: { noValidate: valid.has(text) } });
  valid.add(text);
  return machine;
}
