/**
 * Returns a function of a logical id that says whether CloudFormation creates that resource of a template with default
 * parameters. Throws for an intrinsic function that no condition of this service uses.
 */
export function madeBy({ Resources = {}, Conditions = {}, Parameters = {} }, region) {
  const constants = { "AWS::Region": region };

  function value(operand) {
    if (typeof operand !== "object" || operand === null) return String(operand);
    const name = operand.Ref;
    if (name in constants) return constants[name];
    if (name in Parameters) return String(Parameters[name].Default);
    throw new Error(`Cannot evaluate ${JSON.stringify(operand)} in a condition`);
  }

  function holds(condition) {
    const [[name, operand] = []] = Object.entries(condition ?? {});
    if (name === "Condition") return holds(Conditions[operand]);
    if (name === "Fn::Equals") return value(operand[0]) === value(operand[1]);
    if (name === "Fn::Not") return !holds(operand[0]);
    if (name === "Fn::And") return operand.every(holds);
    if (name === "Fn::Or") return operand.some(holds);
    throw new Error(`Cannot evaluate the condition ${JSON.stringify(condition)}`);
  }

  return (id) => {
    const { Condition } = Resources[id] ?? {};
    return id in Resources && (Condition === undefined || holds(Conditions[Condition]));
  };
}
