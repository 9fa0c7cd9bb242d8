import fc from "fast-check";

// Random examples would change the scores from run to run. Shrinking only costs time here.
fc.configureGlobal({ seed: 1, numRuns: 40, endOnFailure: true });
