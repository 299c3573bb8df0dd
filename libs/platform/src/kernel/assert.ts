/**
 * Stops on a programmer's error: a state that correct code never reaches. Expected failures are
 * coded errors instead (errors.ts).
 *
 * @throws Error when the condition is false
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === null || condition === undefined) {
    throw new Error(`assertion failed: ${message}`);
  }
}
