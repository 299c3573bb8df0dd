import { z } from 'zod';

const day = z.iso.date();
/** To the minute, or finer. */
const instant = z.union([
  z.iso.datetime({ offset: true, precision: -1 }),
  z.iso.datetime({ offset: true }),
]);

/** A day, or a span from one instant to a later one, both with their offset; null for neither. */
function keyOf(text: string): string | null {
  if (day.safeParse(text).success) return text;
  const ends = text.split('/');
  if (ends.length !== 2 || !ends.every((end) => instant.safeParse(end).success)) return null;
  const [from = 0, to = 0] = ends.map((end) => Date.parse(end));
  return from < to ? `${from}/${to}` : null;
}

/** Why these are no times to choose between, in a sentence; null where they are. */
export function contradictionOfTimes(options: readonly string[]): string | null {
  const keys = options.map(keyOf);
  const odd = keys.indexOf(null);
  if (odd >= 0) {
    return (
      `Option ${odd + 1} is no time: each is a day, as 2026-12-01, or from and to, as ` +
      '2026-12-01T18:00+01:00/2026-12-01T20:00+01:00.'
    );
  }
  const repeated = keys.findIndex((key, at) => keys.indexOf(key) !== at);
  return repeated < 0 ? null : `Option ${repeated + 1} is a time that is there already.`;
}
