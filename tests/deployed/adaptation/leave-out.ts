import type { Json, JsonObject, Template } from "../../stack/packaging/template.ts";
import { type LeftOut, leftOut } from "./left-out.ts";
import { mapJson } from "./map-json.ts";

/**
 * Removes the listed resources and the references to them, in place. Returns the removed logical IDs with
 * their entries.
 */
export function leaveOut(template: Template): Map<string, LeftOut> {
  const gone = new Map<string, LeftOut>();
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const entry = leftOut.find(({ type, only }) => type === Type && (only?.where(Properties ?? {}) ?? true));
    if (!entry) continue;
    gone.set(id, entry);
    delete template.Resources[id];
  }
  for (const entry of leftOut) {
    if (![...gone.values()].includes(entry))
      throw new Error(`The template has no ${entry.type} to leave out`);
  }
  for (const [id, output] of Object.entries(template.Outputs)) {
    if (refersTo(output, gone)) delete template.Outputs[id];
  }
  for (const [id, resource] of Object.entries(template.Resources)) {
    template.Resources[id] = withStandIns(resource as unknown as JsonObject, id, gone) as never;
  }
  return gone;
}

function refersTo(value: JsonObject, gone: Map<string, LeftOut>): boolean {
  let found = false;
  mapJson(value, (object) => {
    if (referencesOf(object).some((id) => gone.has(id))) found = true;
    return object;
  });
  return found;
}

function withStandIns(resource: JsonObject, id: string, gone: Map<string, LeftOut>): Json {
  const { DependsOn } = resource;
  const kept = [DependsOn ?? []].flat().filter((name) => !gone.has(String(name)));
  return mapJson({ ...resource, ...(DependsOn ? { DependsOn: kept } : {}) }, (object) => {
    const [first] = referencesOf(object).filter((name) => gone.has(name));
    if (first === undefined) return object;
    const { standIn, type } = gone.get(first) as LeftOut;
    if (standIn === undefined) throw new Error(`${id} refers to ${first} (${type}), which is left out`);
    if (object.Ref !== undefined || object["Fn::GetAtt"] !== undefined) return standIn;
    return substituteAll(object, gone);
  });
}

/** The logical IDs that an intrinsic function names. */
function referencesOf(object: JsonObject): string[] {
  const { Ref, "Fn::GetAtt": getAtt, "Fn::Sub": sub } = object;
  const attribute =
    typeof getAtt === "string" ? getAtt.split(".")[0] : Array.isArray(getAtt) ? getAtt[0] : undefined;
  const text = Array.isArray(sub) ? sub[0] : sub;
  const inText = [...String(text ?? "").matchAll(/\$\{([^.}!]+)[^}]*\}/g)].map(([, name]) => name);
  return [Ref, attribute, ...inText].filter((name) => typeof name === "string");
}

function substituteAll(object: JsonObject, gone: Map<string, LeftOut>): Json {
  const { "Fn::Sub": sub } = object;
  const replace = (text: string) =>
    text.replace(/\$\{([^.}!]+)[^}]*\}/g, (all, name: string) => gone.get(name)?.standIn ?? all);
  return { "Fn::Sub": Array.isArray(sub) ? [replace(String(sub[0])), sub[1] ?? {}] : replace(String(sub)) };
}
