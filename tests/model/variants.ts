import { type ModelName, overByLastLook, writesLand } from "./models.ts";

/** One run of the checker: a model, the removed protections, and the property that must break. */
export interface Variant {
  name: string;
  model: ModelName;
  /** Removed protections. */
  without?: string[];
  /** Assumptions about the environment. */
  assuming?: string[];
  /** Maximum number of faults in one run. */
  faults: number;
  /** The property that must break; null if all must hold. */
  finds: string | null;
  /** Replaces the model's own invariants. */
  invariants?: string[];
  /** Also checks that the run ends, which costs more than everything else. */
  inTheEnd?: boolean;
  /** Whether the counterexample is printed, and shown in docs/model.md. */
  told?: boolean;
}

const alone = { assuming: [overByLastLook, writesLand] };
const noLookAfter = "look after the end";
const lookBefore = "look before post";
const noLooks = [lookBefore, "last look"];

/** The system as built: everything must hold. The longest runs come first, so that two parallel workers end together. */
const asBuilt: Variant[] = [
  { name: "as built, with termination", model: "SemanticGate", faults: 1, finds: null, inTheEnd: true },
  { name: "as built", model: "Publisher", faults: 2, finds: null },
  { name: "as built", model: "SemanticGate", faults: 2, finds: null },
  { name: "as built, with termination", model: "TransportGate", faults: 2, finds: null, inTheEnd: true },
  { name: "as built, with termination", model: "Publisher", faults: 1, finds: null, inTheEnd: true },
  { name: "as built, with termination", model: "Callback", faults: 2, finds: null, inTheEnd: true },
  { name: "as built", model: "Lane", faults: 1, finds: null },
  { name: "as built, with termination", model: "Lane", faults: 0, finds: null, inTheEnd: true },
];

/** Protections for speed: without them, another one keeps the promise. */
const spares: Variant[] = [
  {
    name: "presence as the gate, with the sweeper",
    model: "TransportGate",
    without: ["gate by status"],
    faults: 2,
    finds: null,
  },
  { name: "no look-up before a POST", model: "Publisher", without: [lookBefore], faults: 1, finds: null },
  {
    name: "no look-up before a POST and no last look-up",
    model: "Publisher",
    without: noLooks,
    faults: 1,
    finds: null,
  },
  {
    name: "no check after the end, but writes land in time",
    model: "Publisher",
    without: [noLookAfter],
    ...alone,
    faults: 1,
    finds: null,
  },
  {
    name: "no sweeper: the end of the wait finds the result",
    model: "Callback",
    without: ["sweeper"],
    faults: 2,
    finds: null,
  },
  {
    name: "no sweeper of lanes, but nothing fails",
    model: "Lane",
    without: ["sweeper"],
    faults: 0,
    finds: null,
  },
];

/** One protection is removed: the checker must find the violation that it prevents. */
const mutants: Variant[] = [
  {
    name: "the naive order: marker, queue, presence as the gate",
    model: "TransportGate",
    without: ["gate by status", "sweeper"],
    faults: 1,
    // Otherwise TLC finds first that the delivery hangs until it is sent again, which is less serious.
    invariants: ["NothingLost"],
    finds: "NothingLost",
    told: true,
  },
  { name: "no sweeper", model: "TransportGate", without: ["sweeper"], faults: 1, finds: "NothingHangs" },
  {
    name: "sent before it is recorded",
    model: "TransportGate",
    without: ["record before send"],
    faults: 1,
    finds: "Traceable",
  },
  {
    name: "message deleted before the work",
    model: "TransportGate",
    without: ["finish before delete"],
    faults: 1,
    finds: "NothingLost",
  },
  {
    name: "intent marked before its job exists",
    model: "SemanticGate",
    without: ["jobs before mark"],
    faults: 1,
    finds: "Traceable",
  },
  {
    name: "executions without unique names",
    model: "SemanticGate",
    without: ["name"],
    faults: 1,
    finds: "OneExecution",
  },
  {
    name: "version ignored",
    model: "SemanticGate",
    without: ["fence"],
    faults: 1,
    finds: "LateWritesRefused",
  },
  {
    name: "hung jobs not restarted",
    model: "SemanticGate",
    without: ["restart"],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "no look-ups",
    model: "Publisher",
    without: [...noLooks, noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "no last look-up",
    model: "Publisher",
    without: ["last look", noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "the first POST sent before it is recorded",
    model: "Publisher",
    without: ["record before post", noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "unknown outcomes of writes forgotten",
    model: "Publisher",
    without: ["doubt", noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "no check after the end",
    model: "Publisher",
    without: [noLookAfter],
    faults: 1,
    // Otherwise TLC finds a wrong comment first.
    invariants: ["OneAnswer"],
    finds: "OneAnswer",
  },
  {
    name: "no comparison after the end",
    model: "Publisher",
    without: ["compare"],
    faults: 1,
    finds: "AnswerIsShown",
  },
  {
    name: "comments removed before the record says so",
    model: "Publisher",
    without: ["record before removal"],
    faults: 2,
    finds: "AnswerIsShown",
  },
  { name: "fence ignored", model: "Publisher", without: ["fence"], faults: 1, finds: "LateWritesRefused" },
  {
    name: "broken jobs not restarted",
    model: "Publisher",
    without: ["restart"],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "permission not checked again",
    model: "Publisher",
    without: ["ask again"],
    faults: 1,
    finds: "Authorised",
  },
  {
    name: "the publisher records any result that it finds",
    model: "Publisher",
    without: ["own key"],
    faults: 1,
    finds: "ResultIsThere",
  },
  {
    name: "a repeated run overwrites the result",
    model: "Publisher",
    without: ["write once"],
    faults: 1,
    finds: "ResultIsThere",
  },
  {
    name: "the employee is called before its callback exists",
    model: "Callback",
    without: ["open before call"],
    faults: 1,
    finds: "CalledIsKnown",
  },
  {
    name: "the callback ends before its result is stored",
    model: "Callback",
    without: ["store before end"],
    faults: 1,
    finds: "ResultIsStored",
  },
  {
    name: "accepted whatever the end of the callback says",
    model: "Callback",
    without: ["the end decides"],
    faults: 1,
    finds: "AcceptedCounts",
  },
  {
    name: "a repeated callback overwrites the result",
    model: "Callback",
    without: ["write once"],
    faults: 1,
    finds: "FirstCounts",
  },
  {
    name: "a job fails while its callback is open",
    model: "Callback",
    without: ["close before failing"],
    faults: 1,
    finds: "StoredIsShown",
  },
  {
    name: "a wait ends without a look for a stored result",
    model: "Callback",
    without: ["look at the end"],
    faults: 1,
    finds: "StoredIsShown",
  },
  {
    name: "no look for stored results at all",
    model: "Callback",
    without: ["look at the end", "sweeper"],
    faults: 1,
    finds: "StoredIsShown",
  },
  {
    name: "version of the lane ignored",
    model: "Lane",
    without: ["version"],
    faults: 0,
    finds: "OneAtATime",
  },
  {
    name: "the lane read before the token is stored",
    model: "Lane",
    without: ["token before lane"],
    faults: 0,
    finds: "NothingHangs",
  },
  {
    name: "only the token stored last is kept",
    model: "Lane",
    without: ["all tokens"],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "a finished job leaves while its execution waits",
    model: "Lane",
    without: ["end the wait"],
    faults: 0,
    finds: "NothingHangs",
  },
  { name: "lanes not repaired", model: "Lane", without: ["sweeper"], faults: 1, finds: "NothingHangs" },
];

/** The system as built, where it relies on an assumption or promises less. */
const limits: Variant[] = [
  {
    name: "dead-letter messages not redriven",
    model: "TransportGate",
    assuming: [],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "a late claim: the execution ends before its job",
    model: "Publisher",
    faults: 1,
    invariants: ["ExecutionEndsItsJob"],
    finds: "ExecutionEndsItsJob",
  },
  {
    name: "all retries of the step that closes a callback fail",
    model: "Callback",
    assuming: [],
    faults: 2,
    finds: "StoredIsShown",
  },
];

/** All variants, by what they show. */
export const groups: Record<string, Variant[]> = {
  "the system as it is": asBuilt,
  "one protection removed": mutants,
  "covered by another protection": spares,
  "where the promise ends": limits,
};
