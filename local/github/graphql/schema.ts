import { readFileSync } from "node:fs";
import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  parse,
  type TypeNode,
} from "graphql";

/** The types of GitHub's GraphQL API that the simulator resolves. A field that leads to another type is left out. */
const servedTypes = [
  ...["Query", "Mutation", "Node", "Actor", "User", "Bot", "Organization"],
  ...["Repository", "RepositoryCollaboratorConnection", "RepositoryCollaboratorEdge", "RepositoryPermission"],
  ...["PullRequest", "Issue", "Label", "LabelConnection"],
  ...["IssueComment", "PullRequestReviewComment", "PullRequestReview"],
  ...["IssueCommentConnection", "PullRequestReviewCommentConnection", "PullRequestReviewConnection"],
  ...["PullRequestReviewThread", "PullRequestReviewThreadConnection", "PullRequestReviewState", "PageInfo"],
  ...["Reactable", "Reaction", "ReactionContent", "AddReactionInput", "AddReactionPayload"],
  ...["RemoveReactionInput", "RemoveReactionPayload", "BigInt", "DateTime", "GitObjectID", "URI"],
];

const builtInTypes = ["Boolean", "Float", "ID", "Int", "String"];

let known: GraphQLSchema | undefined;

/** Returns GitHub's own published schema, narrowed to the served types: to build the whole one takes 400 ms. */
export function servedSchema(): GraphQLSchema {
  known ??= buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: narrow(parse(definitionsOf(servedTypes)).definitions) },
    { assumeValidSDL: true },
  );
  return known;
}

/** Returns the text of the definitions of these types in GitHub's schema. */
function definitionsOf(types: string[]): string {
  const main = import.meta.resolve("@octokit/graphql-schema");
  const whole = readFileSync(new URL("schema.graphql", main), "utf8");
  const named = new RegExp(
    `^(?:scalar (?:${types.join("|")})$|(?:type|interface|enum|input) (?:${types.join("|")})\\b[^]*?^\\})`,
    "gm",
  );
  return (whole.match(named) ?? []).join("\n");
}

function narrow(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  return definitions.map((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return {
          ...definition,
          directives: [],
          interfaces: definition.interfaces?.filter(isServed),
          fields: definition.fields?.filter(isServed).map(withServedArguments),
        } as DefinitionNode;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return { ...definition, directives: [] };
      default:
        return definition;
    }
  });
}

function withServedArguments(field: FieldDefinitionNode): FieldDefinitionNode {
  return { ...field, directives: [], arguments: field.arguments?.filter(isServed) ?? [] };
}

function isServed(node: { type: TypeNode } | NamedTypeNode): boolean {
  const type = "type" in node ? node.type : node;
  if (type.kind !== Kind.NAMED_TYPE) return isServed(type);
  return [...servedTypes, ...builtInTypes].includes(type.name.value);
}
