/**
 * Resolves when everything that goes on in this turn of the event loop has asked for what it needs,
 * promises that are settled already included.
 */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    void Promise.resolve().then(() => process.nextTick(resolve));
  });
}
