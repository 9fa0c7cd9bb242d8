export type ModelName = "TransportGate" | "SemanticGate" | "Publisher";

export interface Model {
  /** What a variant assumes unless it says otherwise; null for a model that knows no assumptions. */
  assuming: string[] | null;
  /** Of states. */
  invariants: string[];
  /** Of steps. */
  steps: string[];
  /** Of whole behaviours. */
  end: string;
}

/** What a variant of Publisher may assume of the world outside. */
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
};
