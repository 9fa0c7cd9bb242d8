export type SerialQueue = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Returns a function that runs work one at a time: reading a queue hides its messages from other readers. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
