import { type ModelName, overByLastLook, writesLand } from "./models.ts";

/** What the checker is given: a model, what is left out of it, and what it must find there. */
export interface Variant {
  name: string;
  model: ModelName;
  /** Protections that it lacks. */
  without?: string[];
  /** What it takes for granted. */
  assuming?: string[];
  /** Faults in one behaviour. */
  faults: number;
  /** The property that must break; null when all must hold. */
  finds: string | null;
  /** Checked instead of the model's own. */
  invariants?: string[];
  /** Whether what must happen in the end is checked too: it costs more than all the rest. */
  inTheEnd?: boolean;
  /** Whether the counterexample is printed, and shown in docs/model.md. */
  told?: boolean;
}

const alone = { assuming: [overByLastLook, writesLand] };
const noLookAfter = "look after the end";
const lookBefore = "look before post";
const noLooks = [lookBefore, "last look"];

/** The system as it is: everything must hold. The longest come first, so that two at a time end together. */
const asBuilt: Variant[] = [
  { name: "as built, and it ends", model: "SemanticGate", faults: 1, finds: null, inTheEnd: true },
  { name: "as built", model: "Publisher", faults: 2, finds: null },
  { name: "as built", model: "SemanticGate", faults: 2, finds: null },
  { name: "as built, and it ends", model: "TransportGate", faults: 2, finds: null, inTheEnd: true },
  { name: "as built, and it ends", model: "Publisher", faults: 1, finds: null, inTheEnd: true },
];

/** What is there for speed and tidiness: without it, something else keeps the promise. */
const spares: Variant[] = [
  {
    name: "presence is the gate, and the sweeper sends",
    model: "TransportGate",
    without: ["gate by status"],
    faults: 2,
    finds: null,
  },
  { name: "no look before a POST", model: "Publisher", without: [lookBefore], faults: 1, finds: null },
  {
    name: "no look before a POST and no last look",
    model: "Publisher",
    without: noLooks,
    faults: 1,
    finds: null,
  },
  {
    name: "no look after the end, but writes land in time",
    model: "Publisher",
    without: [noLookAfter],
    ...alone,
    faults: 1,
    finds: null,
  },
];

/** A protection is taken out: the checker must find what it was there for. */
const mutants: Variant[] = [
  {
    name: "the naive order: marker, queue, presence as the gate",
    model: "TransportGate",
    without: ["gate by status", "sweeper"],
    faults: 1,
    // That it hangs until somebody sends it again would be found first, and is the lesser evil.
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
    name: "intent marked before its job is there",
    model: "SemanticGate",
    without: ["jobs before mark"],
    faults: 1,
    finds: "Traceable",
  },
  {
    name: "execution without a name of its own",
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
    name: "hung jobs left alone",
    model: "SemanticGate",
    without: ["restart"],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "no look at all",
    model: "Publisher",
    without: [...noLooks, noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "no last look",
    model: "Publisher",
    without: ["last look", noLookAfter],
    ...alone,
    faults: 1,
    finds: "OneAnswer",
  },
  {
    name: "no look after the end",
    model: "Publisher",
    without: [noLookAfter],
    faults: 1,
    // A comment that says the wrong thing is found sooner.
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
    name: "comments are removed before the record says so",
    model: "Publisher",
    without: ["record before removal"],
    faults: 2,
    finds: "AnswerIsShown",
  },
  { name: "fence ignored", model: "Publisher", without: ["fence"], faults: 1, finds: "LateWritesRefused" },
  {
    name: "broken jobs left alone",
    model: "Publisher",
    without: ["restart"],
    faults: 1,
    finds: "NothingHangs",
  },
  {
    name: "permission not asked again",
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
];

/** The system is whole, and still: what happens where it takes something for granted, and where it promises less. */
const limits: Variant[] = [
  {
    name: "nobody redrives the dead letters",
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
];

/** All of them, by what they show. */
export const groups: Record<string, Variant[]> = {
  "the system as it is": asBuilt,
  "a protection taken out": mutants,
  "another protection stands in": spares,
  "where the promise ends": limits,
};
