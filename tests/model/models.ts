export type ModelName = "TransportGate" | "SemanticGate" | "Publisher" | "Callback" | "Lane";

export interface Model {
  /** The assumptions of a variant without its own; null for a model without assumptions. */
  assuming: string[] | null;
  /** Of states. */
  invariants: string[];
  /** Of steps. */
  steps: string[];
  /** Of whole behaviours. */
  end: string;
}

/** The assumptions that a variant of Publisher may make about the outside. */
export const overByLastLook = "the given up are over by the last look";
export const writesLand = "writes land before the last look";

export const models: Record<ModelName, Model> = {
  TransportGate: {
    assuming: ["dead letters are redriven"],
    invariants: ["NothingLost", "Traceable", "NothingHangs"],
    steps: [],
    end: "RecordedEnds",
  },
  SemanticGate: {
    assuming: null,
    invariants: ["OneExecution", "JobBeforeExecution", "LateWritesRefused", "Traceable", "NothingHangs"],
    steps: ["FinishedStaysFinished"],
    end: "ArrivedEnds",
  },
  Publisher: {
    assuming: [],
    invariants: [
      ...["OneAnswer", "AnswerIsShown", "RecordAgrees"],
      ...["Authorised", "LateWritesRefused", "ResultIsThere", "NothingHangs"],
    ],
    steps: ["FinishedStaysFinished"],
    end: "Converges",
  },
  Callback: {
    assuming: ["the close is not given up"],
    invariants: ["CalledIsKnown", "ResultIsStored", "AcceptedCounts", "StoredIsShown", "NothingHangs"],
    steps: ["FirstCounts"],
    end: "WaitEnds",
  },
  Lane: {
    assuming: null,
    invariants: ["OneAtATime", "NothingHangs"],
    steps: [],
    end: "AskedEnds",
  },
};
