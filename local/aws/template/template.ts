import { isRecord } from "../../../core/json-value.ts";
import { createResolver, type Resolver } from "../../../scripts/template/intrinsics.ts";
import { describeResource, type LocalResource, nameProperty, type Place } from "./local-resource.ts";

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

export interface TemplateOptions {
  stackName: string;
  place: Place;
  resources: Record<string, TemplateResource>;
  parameters: Record<string, unknown>;
  conditions: Record<string, unknown>;
  /** Physical names of functions and state machines, by logical id. */
  names: Record<string, string>;
}

export interface Template extends Resolver {
  /** Returns the resources of one type whose condition holds, with resolved properties. */
  ofType(type: string): { logicalId: string; local: LocalResource; properties: Record<string, unknown> }[];
  find(logicalId: string): LocalResource | undefined;
}

/** Resolves the references of a CloudFormation template to the laptop's names, URLs and ARNs. */
export function createTemplate(options: TemplateOptions): Template {
  const { stackName, place, resources } = options;
  const known = new Map<string, LocalResource>();
  const inProgress = new Set<string>();

  function find(logicalId: string): LocalResource | undefined {
    const resource = resources[logicalId];
    if (!resource) return undefined;
    const local = known.get(logicalId) ?? describeResource(resource.Type, nameOf(logicalId, resource), place);
    known.set(logicalId, local);
    return local;
  }

  function nameOf(logicalId: string, resource: TemplateResource): string {
    const given = options.names[logicalId];
    if (given !== undefined) return given;
    const fixed = resource.Properties?.[nameProperty(resource.Type)];
    if (fixed === undefined) return derivedName(logicalId, resource.Type);
    if (inProgress.has(logicalId)) throw new Error(`The name of resource "${logicalId}" refers to itself`);
    inProgress.add(logicalId);
    try {
      return String(resolver.resolve(fixed) ?? derivedName(logicalId, resource.Type));
    } finally {
      inProgress.delete(logicalId);
    }
  }

  function derivedName(logicalId: string, type: string): string {
    const name = `${stackName}-${logicalId}`;
    return type === "AWS::S3::Bucket" ? name.toLowerCase() : name;
  }

  const resolver = createResolver({
    parameters: {
      "AWS::Region": place.region,
      "AWS::AccountId": place.accountId,
      "AWS::Partition": "aws",
      "AWS::StackName": stackName,
      "AWS::StackId": `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${stackName}/local`,
      "AWS::URLSuffix": "amazonaws.com",
      ...options.parameters,
    },
    conditions: options.conditions,
    lookup: find,
  });

  return {
    ...resolver,
    find,
    ofType(type) {
      return Object.entries(resources).flatMap(([logicalId, resource]) => {
        const wanted = resource.Type === type && (!resource.Condition || resolver.holds(resource.Condition));
        const local = wanted ? find(logicalId) : undefined;
        const properties = local ? resolver.resolve(resource.Properties ?? {}) : undefined;
        return local && isRecord(properties) ? [{ logicalId, local, properties }] : [];
      });
    },
  };
}
