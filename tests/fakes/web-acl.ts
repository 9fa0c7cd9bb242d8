import { readFileSync } from "node:fs";
import { type CollectionTag, parse, type ScalarTag, YAMLSeq } from "yaml";
import { createResolver } from "../../scripts/template/intrinsics.ts";

/** The parts of a request that the web ACL reads. */
export interface EdgeRequest {
  method: string;
  path: string;
  /** Lower case. */
  headers: Record<string, string>;
  /** The IP sets that contain the sender, by logical ID. */
  sets?: string[];
  /** The rules of AWS's managed groups that match, as `<group>:<rule>`. */
  findings?: string[];
  /** Whether its address exceeds the rate rule. */
  floods?: boolean;
}

export interface Verdict {
  /** The rule that decided; `default` if none did. */
  rule: string;
  action: "Allow" | "Block";
  /** The status of the response to a blocked request. */
  status?: number;
}

interface Action {
  Allow?: object;
  Block?: { CustomResponse?: { ResponseCode: number } };
  Count?: object;
}

interface Match {
  FieldToMatch: { UriPath?: object; Method?: object; SingleHeader?: { Name: string } };
}

interface Statement {
  AndStatement?: { Statements: Statement[] };
  OrStatement?: { Statements: Statement[] };
  NotStatement?: { Statement: Statement };
  ByteMatchStatement?: Match & { PositionalConstraint: "EXACTLY" | "STARTS_WITH"; SearchString: string };
  SizeConstraintStatement?: Match & { ComparisonOperator: "GT"; Size: number };
  RegexMatchStatement?: Match & { RegexString: string };
  IPSetReferenceStatement?: { Arn: string };
  RateBasedStatement?: { ScopeDownStatement?: Statement };
  ManagedRuleGroupStatement?: {
    Name: string;
    RuleActionOverrides?: { Name: string; ActionToUse: { Count?: object } }[];
  };
}

export interface WebAclRule {
  Name: string;
  Priority: number;
  Action?: Action;
  Statement: Statement;
}

export interface WebAcl {
  DefaultAction: Action;
  Rules: WebAclRule[];
}

/** The deployed web ACL with these parameters. */
export function readWebAcl(parameters: Record<string, unknown> = {}): WebAcl {
  const { resolver, resources } = readStack(parameters);
  return resolver.resolve(resources.WebAcl?.Properties) as WebAcl;
}

/** The alarms deployed with it, resolved. */
export function readWebAclAlarms(parameters: Record<string, unknown>): Record<string, unknown>[] {
  const { resolver, resources } = readStack(parameters);
  return Object.values(resources)
    .filter(({ Type, Condition = "" }) => Type === "AWS::CloudWatch::Alarm" && resolver.holds(Condition))
    .map(({ Properties }) => resolver.resolve(Properties) as Record<string, unknown>);
}

interface Resource {
  Type: string;
  Condition?: string;
  Properties: unknown;
}

/** The file as its own stack. */
function readStack(parameters: Record<string, unknown>) {
  const text = readFileSync(new URL("../../resources/web-acl.yml", import.meta.url), "utf8");
  const template = parse(text, { customTags: [...scalars, ...sequences] });
  const resolver = createResolver({
    parameters: {
      "AWS::Region": "us-east-1",
      "AWS::StackName": "web-acl",
      RateLimit: 2000,
      GitHubAddresses: "no",
      GitHubAddressesOnly: "no",
      AlarmTopic: "",
      ...parameters,
    },
    conditions: template.Conditions,
    lookup: (ref) => ({ type: "", name: ref, ref, attributes: { Arn: ref } }) as never,
  });
  return { resolver, resources: template.Resources as Record<string, Resource> };
}

const scalars: ScalarTag[] = ["Ref", "GetAtt", "Condition", "Sub"].map((name) => ({
  tag: `!${name}`,
  resolve: (text: string) => ({ [["GetAtt", "Sub"].includes(name) ? `Fn::${name}` : name]: text }),
}));

const sequences: CollectionTag[] = ["If", "And", "Equals", "Not"].map((name) => ({
  tag: `!${name}`,
  collection: "seq",
  resolve: (items) => ({ [`Fn::${name}`]: items instanceof YAMLSeq ? items.toJSON() : [] }),
}));

/** Decides about a request as AWS WAF does: by the first matching rule that ends the evaluation. */
export function judge({ Rules, DefaultAction }: WebAcl, request: EdgeRequest): Verdict {
  for (const { Name, Action, Statement } of Rules.toSorted((a, b) => a.Priority - b.Priority)) {
    if (Action?.Count || !matches(Statement, request)) continue;
    return verdict(Name, Action ?? { Block: {} });
  }
  return verdict("default", DefaultAction);
}

/** The rules that only count a request. */
export function countedBy({ Rules }: WebAcl, request: EdgeRequest): string[] {
  return Rules.filter(({ Action, Statement }) => Action?.Count && matches(Statement, request)).map(
    ({ Name }) => Name,
  );
}

function verdict(rule: string, { Block }: Action): Verdict {
  return Block
    ? { rule, action: "Block", status: Block.CustomResponse?.ResponseCode ?? 403 }
    : { rule, action: "Allow" };
}

function matches(statement: Statement, request: EdgeRequest): boolean {
  const { AndStatement, OrStatement, NotStatement, ByteMatchStatement, SizeConstraintStatement } = statement;
  if (AndStatement) return AndStatement.Statements.every((inner) => matches(inner, request));
  if (OrStatement) return OrStatement.Statements.some((inner) => matches(inner, request));
  if (NotStatement) return !matches(NotStatement.Statement, request);
  if (ByteMatchStatement) {
    const { PositionalConstraint, SearchString } = ByteMatchStatement;
    const value = fieldOf(ByteMatchStatement, request);
    return PositionalConstraint === "EXACTLY" ? value === SearchString : !!value?.startsWith(SearchString);
  }
  if (SizeConstraintStatement) {
    return (fieldOf(SizeConstraintStatement, request)?.length ?? -1) > SizeConstraintStatement.Size;
  }
  if (statement.RegexMatchStatement) {
    const { RegexString } = statement.RegexMatchStatement;
    return new RegExp(RegexString).test(fieldOf(statement.RegexMatchStatement, request) ?? "");
  }
  if (statement.IPSetReferenceStatement) {
    return request.sets?.includes(statement.IPSetReferenceStatement.Arn) ?? false;
  }
  if (statement.ManagedRuleGroupStatement) {
    const { Name, RuleActionOverrides = [] } = statement.ManagedRuleGroupStatement;
    const counted = RuleActionOverrides.map((override) => `${Name}:${override.Name}`);
    const found = request.findings?.filter((finding) => finding.startsWith(`${Name}:`)) ?? [];
    return found.some((finding) => !counted.includes(finding));
  }
  if (statement.RateBasedStatement) {
    const { ScopeDownStatement } = statement.RateBasedStatement;
    return request.floods === true && (!ScopeDownStatement || matches(ScopeDownStatement, request));
  }
  throw new Error(`Not implemented: ${Object.keys(statement).join()}`);
}

function fieldOf({ FieldToMatch }: Match, { method, path, headers }: EdgeRequest): string | undefined {
  if (FieldToMatch.UriPath) return path;
  if (FieldToMatch.Method) return method;
  return headers[FieldToMatch.SingleHeader?.Name ?? ""];
}
