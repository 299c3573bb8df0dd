import type { LookedAt } from '@rochdale/platform';

/** What of a person it tells that they stand there: being in arrears is about what they have paid. */
const told: Readonly<Record<string, LookedAt>> = {
  'in-arrears': 'invoice',
  paused: 'standing',
  suspended: 'standing',
  expelled: 'standing',
};

/** What is looked at where one is told that somebody stands, or stood, there. */
export function looksAtStanding(memberId: string, standings: readonly unknown[]) {
  const what = standings.flatMap((standing) =>
    typeof standing === 'string' && Object.hasOwn(told, standing) ? [told[standing]] : [],
  );
  return what.filter((one) => one !== undefined).map((one) => ({ what: one, memberId }));
}
