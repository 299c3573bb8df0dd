import { addDays, firstOfMonth } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { claimOf } from '../plan/joining.js';
import type { Claimed } from '../plan/joining.js';
import type { JoiningRule } from '../plan/plan.js';

/** Standings that owe dues. A paused member does not. */
export const owing: ReadonlySet<string> = new Set(['active', 'in-arrears']);

/** What of a plan says what is claimed under it. */
interface Claiming {
  readonly joining: JoiningRule;
  readonly months: number;
}

/** A member's past, each list the oldest first. What begins on a day counts from the next one. */
export interface PastOfMember<Plan extends Claiming> {
  readonly moves: readonly { readonly to: string; readonly on: Day }[];
  readonly pledges: readonly {
    readonly plan: Plan;
    readonly amountMinor: bigint;
    readonly startsOn: Day;
    readonly endsOn: Day | null;
  }[];
  readonly reliefs: readonly {
    readonly amountMinor: bigint;
    readonly fromOn: Day;
    readonly untilOn: Day;
  }[];
  /** The day from which they are a member; null when nobody knows. */
  readonly joinedOn: Day | null;
  /** The last day that was claimed; empty for none. */
  readonly invoicedUntil: string;
}

/** A span that is claimed under a plan. */
export interface ClaimUnder<Plan> extends Claimed {
  readonly plan: Plan;
}

/** The least that a member need give on a day: what they pledged, or what was granted them. */
export function owedOn(
  day: Day,
  pledgedMinor: bigint,
  reliefs: PastOfMember<Claiming>['reliefs'],
): bigint {
  const granted = reliefs.filter(({ fromOn, untilOn }) => fromOn <= day && day <= untilOn);
  return granted.reduce(
    (least, { amountMinor }) => (amountMinor < least ? amountMinor : least),
    pledgedMinor,
  );
}

/**
 * What would have been claimed by now if invoices had been issued early on each day since `since`,
 * and was not: period after period, each by where its member stood, what they pledged and what was
 * granted them as it should have been claimed. Today is not among these days.
 */
export function missedClaims<Plan extends Claiming>(
  { since, today }: { readonly since: Day; readonly today: Day },
  past: PastOfMember<Plan>,
): ClaimUnder<Plan>[] {
  const claims: ClaimUnder<Plan>[] = [];
  let until = past.invoicedUntil;
  let day = until < since ? since : addDays(until, 1);
  while (day < today) {
    const claim = claimedOn(day, past, until);
    if (claim !== null) {
      claims.push(claim);
      until = claim.period.end;
    }
    // Where nothing is owed, nothing is until something else begins.
    day = claim === null ? nextDay(day, past) : addDays(until, 1);
  }
  return claims;
}

function claimedOn<Plan extends Claiming>(
  day: Day,
  { moves, pledges, reliefs, joinedOn }: PastOfMember<Plan>,
  invoicedUntil: string,
): ClaimUnder<Plan> | null {
  const stood = moves.findLast(({ on }) => on < day)?.to ?? '';
  const pledge = pledges.findLast(({ startsOn }) => startsOn < day);
  if (!owing.has(stood) || pledge === undefined) return null;
  if (pledge.endsOn !== null && pledge.endsOn < day) return null;
  const { plan, amountMinor: pledgedMinor } = pledge;
  const amountMinor = owedOn(day, pledgedMinor, reliefs);
  const { joining, months } = plan;
  const claimed = claimOf(day, { joining, months, joinedOn, invoicedUntil, amountMinor });
  return claimed === null ? null : { plan, ...claimed };
}

/** The next day on which it may be otherwise: another standing or pledge, or another month. */
function nextDay(day: Day, { moves, pledges }: PastOfMember<Claiming>): Day {
  const begins = [...moves.map(({ on }) => on), ...pledges.map(({ startsOn }) => startsOn)]
    .map((on) => addDays(on, 1))
    .filter((next) => next > day);
  return [...begins, firstOfMonth(day, 1)].reduce((one, next) => (next < one ? next : one));
}
