import { addDays } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf } from '../plan/joining.js';
import { missedClaims, owedOn, owing } from './missed-periods.js';
import type { PastOfMember } from './missed-periods.js';

const monthly = { joining: 'full-period', months: 1 } as const;
const quarterly = { joining: 'full-period', months: 3 } as const;
type Past = PastOfMember<{ joining: 'full-period' | 'next-period'; months: number }>;

const pledge = (
  startsOn: string,
  amountMinor = 10_00n,
  plan: Past['pledges'][0]['plan'] = monthly,
) => ({
  plan,
  amountMinor,
  startsOn,
  endsOn: null,
});
const past = (changes: Partial<Past> = {}): Past => ({
  moves: [{ to: 'active', on: '2027-01-05' }],
  pledges: [pledge('2027-01-05')],
  reliefs: [],
  joinedOn: '2027-01-05',
  invoicedUntil: '2027-01-31',
  ...changes,
});
const missed = (changes: Partial<Past> = {}, today = '2027-04-10') =>
  missedClaims({ since: '2026-01-01', today }, past(changes)).map(({ period, amountMinor }) => [
    period.start,
    period.end,
    amountMinor,
  ]);

describe('periods in which nobody was asked are claimed later', () => {
  it('each once, in their order, up to the one that it is', () => {
    expect(missed()).toEqual([
      ['2027-02-01', '2027-02-28', 10_00n],
      ['2027-03-01', '2027-03-31', 10_00n],
      ['2027-04-01', '2027-04-30', 10_00n],
    ]);
    expect(missed({ invoicedUntil: '2027-04-30' })).toEqual([]);
    // On the first of a month nothing was missed of it.
    expect(missed({ invoicedUntil: '2027-03-31' }, '2027-04-01')).toEqual([]);
  });

  it('each by what was pledged then, also under another plan', () => {
    const pledges = [
      { ...pledge('2027-01-05'), endsOn: '2027-03-20' },
      { ...pledge('2027-03-20', 90_00n, quarterly), endsOn: '2027-04-09' },
      pledge('2027-04-09', 7_00n),
    ];
    expect(missed({ pledges })).toEqual([
      ['2027-02-01', '2027-02-28', 10_00n],
      ['2027-03-01', '2027-03-31', 10_00n],
      ['2027-04-01', '2027-06-30', 90_00n],
    ]);
  });

  it('less by what was granted for then', () => {
    const reliefs = [{ amountMinor: 3_00n, fromOn: '2027-03-01', untilOn: '2027-03-31' }];
    expect(missed({ reliefs }).map(([, , amount]) => amount)).toEqual([10_00n, 3_00n, 10_00n]);
  });

  it('of nobody who paused, was not there yet, or pledged nothing', () => {
    const paused = [
      { to: 'active', on: '2027-01-05' },
      { to: 'paused', on: '2027-01-31' },
      { to: 'active', on: '2027-03-31' },
    ];
    expect(missed({ moves: paused })).toEqual([['2027-04-01', '2027-04-30', 10_00n]]);
    const late = { moves: [{ to: 'active', on: '2027-03-31' }], joinedOn: '2027-03-31' };
    expect(missed({ ...late, invoicedUntil: '' }, '2027-04-01')).toEqual([]);
    expect(missed({ pledges: [] })).toEqual([]);
    expect(missed({ pledges: [{ ...pledge('2027-01-05'), endsOn: '2027-02-28' }] })).toEqual([
      ['2027-02-01', '2027-02-28', 10_00n],
    ]);
  });

  it('of nothing that is older than what is looked back to', () => {
    const old = { moves: [{ to: 'active', on: '2020-01-01' }], joinedOn: '2020-01-01' };
    const pledges = [pledge('2020-01-01')];
    const all = missed({ ...old, pledges, invoicedUntil: '2020-05-31' }, '2026-03-02');
    expect(all.map(([start]) => start)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
  });

  it('exactly as a run on every day would have', () => {
    const day = fc.integer({ min: 0, max: 200 }).map((at) => addDays('2026-06-01', at));
    const inOrder = (days: string[]) => days.toSorted((one, other) => (one < other ? -1 : 1));
    const days = fc.array(day, { maxLength: 5 }).map(inOrder);
    const standings = ['active', 'in-arrears', 'paused', 'suspended'];
    const plans = [monthly, quarterly, { joining: 'next-period', months: 6 } as const];
    const any = fc.record({ moves: days, pledges: days, today: day, reliefs: days });
    fc.assert(
      fc.property(
        any,
        fc.infiniteStream(fc.nat(11)),
        ({ moves, pledges, today, reliefs }, draw) => {
          const nth = (): number => draw.next().value ?? 0;
          const one: Past = {
            moves: moves.map((on) => ({ on, to: standings[nth() % 4] ?? '' })),
            pledges: pledges.map((on, at) => ({
              ...pledge(on, BigInt(nth() + 1), plans[nth() % 3]),
              endsOn: pledges[at + 1] ?? null,
            })),
            reliefs: reliefs.map((on) => ({
              amountMinor: BigInt(nth()),
              fromOn: on,
              untilOn: addDays(on, 40),
            })),
            joinedOn: moves[0] ?? null,
            invoicedUntil: '',
          };
          const claimed = missedClaims({ since: '2026-01-01', today }, one);
          expect(claimed).toEqual(dayByDay('2026-01-01', today, one));
        },
      ),
    );
  });
});

/** What is claimed where it is asked each day anew, and nothing is skipped. */
function dayByDay(since: string, today: string, one: Past) {
  const claims: object[] = [];
  let invoicedUntil = '';
  for (let day = since; day < today; day = addDays(day, 1)) {
    if (invoicedUntil >= day) continue;
    const stood = one.moves.filter(({ on }) => on < day).at(-1);
    const pledged = one.pledges.filter(({ startsOn }) => startsOn < day).at(-1);
    if (stood === undefined || pledged === undefined || !owing.has(stood.to)) continue;
    if (pledged.endsOn !== null && pledged.endsOn < day) continue;
    const { joinedOn } = one;
    const amountMinor = owedOn(day, pledged.amountMinor, one.reliefs);
    const claim = claimOf(day, { ...pledged.plan, joinedOn, invoicedUntil, amountMinor });
    if (claim === null) continue;
    claims.push({ plan: pledged.plan, ...claim });
    invoicedUntil = claim.period.end;
  }
  return claims;
}
