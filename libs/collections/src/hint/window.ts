const windowMs = 10_000;

/**
 * Hints come in swarms, and one sweep answers all that came before it. Those of one window share
 * a sweep at its end, so that none of them comes too late for it.
 */
export function endOfWindow(at: Date): Date {
  return new Date((Math.floor(at.getTime() / windowMs) + 1) * windowMs);
}
