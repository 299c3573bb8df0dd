import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/rules.js';
import type { RollEntry } from './electorate.js';
import { hashOfPlaces, placesOf } from '../proof/places.js';
import { drawElectorate } from './electorate.js';

const entry = (memberId: string, changes: Partial<RollEntry> = {}): RollEntry => ({
  memberId,
  memberClass: 'worker',
  standing: 'active',
  votes: 1,
  mayVote: true,
  ...changes,
});
const draw = (
  roll: readonly RollEntry[],
  eligibility: Partial<ReturnType<typeof ruleLike>['eligibility']> = {},
) => drawElectorate(ruleLike({ eligibility: { ...ruleLike().eligibility, ...eligibility } }), roll);
const salt = '5a17';
const electorateHash = (voters: ReturnType<typeof draw>['voters'], of: string): string =>
  hashOfPlaces(placesOf(voters, of, voters.length));
const hashOf = ({ voters }: ReturnType<typeof draw>) => electorateHash(voters, salt);
const idsOf = ({ voters }: ReturnType<typeof draw>) => voters.map(({ memberId }) => memberId);

describe('an electorate', () => {
  const roll = [
    entry('a'),
    entry('b', { standing: 'paused' }),
    entry('c', { standing: 'in-arrears', votes: 3 }),
    entry('d', { memberClass: 'organisation', votes: 2 }),
  ];

  it('is who has one of the standings that the rule names', () => {
    expect(idsOf(draw(roll))).toEqual(['a', 'd']);
    expect(idsOf(draw(roll, { standings: ['paused', 'in-arrears'] }))).toEqual(['b', 'c']);
  });

  it('is of the classes that the rule names; of all that vote when it names none', () => {
    expect(idsOf(draw(roll, { classes: ['organisation'] }))).toEqual(['d']);
    expect(idsOf(draw(roll, { classes: null }))).toEqual(['a', 'd']);
  });

  it('is told of by sizes that no pause and no arrears change, and never by less', () => {
    const standing = fc.constantFrom('active', 'paused', 'in-arrears');
    const classes = fc.constantFrom<string[] | null>(
      null,
      ['worker'],
      ['organisation', 'supporter'],
    );
    const moved = fc.array(standing, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(moved, moved, classes, (before, after, named) => {
        const drawn = [before, after].map((standings) =>
          draw(
            roll.map((one, nth) => ({ ...one, standing: standings[nth] ?? 'active' })),
            { classes: named, weightByClass: { organisation: 'register' } },
          ),
        );
        const [one, other] = drawn;
        expect(one?.told).toEqual(other?.told);
        for (const { told, voters, weight, activeMembersWeight } of drawn) {
          expect(told.voters).toBeGreaterThanOrEqual(voters.length);
          expect(told.weight).toBeGreaterThanOrEqual(weight);
          expect(told.activeMembersWeight).toBeGreaterThanOrEqual(activeMembersWeight);
        }
      }),
    );
  });

  it('weighs each voter once, whatever the register says, unless the rule weighs the class', () => {
    expect(draw(roll).weight).toBe(2n);
    expect(draw(roll, { weightByClass: { organisation: 5 } }).weight).toBe(6n);
    expect(draw(roll, { weightByClass: { worker: 4 } }).weight).toBe(5n);
    expect(draw(roll, { weightByClass: { organisation: 'register' } }).weight).toBe(3n);
  });

  it('has classes that vote by the register, or those that the rule names', () => {
    const supporter = entry('e', { memberClass: 'supporter', mayVote: false });
    expect(idsOf(draw([...roll, supporter]))).toEqual(['a', 'd']);
    expect(idsOf(draw([...roll, supporter], { classes: ['supporter'] }))).toEqual(['e']);
  });

  it('counts among the active members everybody active, voting class or not', () => {
    const voters = Array.from({ length: 20 }, (_, nth) => entry(`v${nth}`));
    const others = Array.from({ length: 7 }, (_, nth) => entry(`o${nth}`, { mayVote: false }));
    const drawn = draw([...voters, ...others]);
    expect([drawn.weight, drawn.activeMembersWeight]).toEqual([20n, 27n]);
  });

  it('weighs a class of whatever name', () => {
    const names = ['constructor', 'to-string', 'valueOf'];
    const oddly = names.map((memberClass, nth) => entry(`${nth}`, { memberClass, votes: 2 }));
    expect(draw(oddly).voters.map(({ weight }) => weight)).toEqual([1n, 1n, 1n]);
    expect(draw(oddly, { weightByClass: { constructor: 7 } }).weight).toBe(9n);
  });

  it('counts every active member besides, asked or not, and every voter', () => {
    const organisations = draw(roll, { classes: ['organisation'] });
    expect([organisations.weight, organisations.activeMembersWeight]).toEqual([1n, 2n]);
    const arrears = draw(roll, { standings: ['in-arrears'] });
    expect([arrears.weight, arrears.activeMembersWeight]).toEqual([1n, 3n]);
  });

  it('has one fingerprint, whatever the order of the roll, and another for each change', () => {
    const { voters } = draw(roll);
    const hash = hashOf(draw(roll));
    expect(electorateHash(voters.toReversed(), salt)).toBe(hash);
    expect(hashOf(draw([...roll, entry('e')]))).not.toBe(hash);
    expect(hashOf(draw(roll, { weightByClass: { worker: 2 } }))).not.toBe(hash);
    const renamed = roll.map((one) => ({ ...one, memberClass: 'organisation' }));
    expect(hashOf(draw(renamed))).not.toBe(hash);
  });

  it('may be nobody', () => {
    expect(draw([entry('a', { standing: 'paused' })])).toMatchObject({ voters: [], weight: 0n });
  });

  it('has the fingerprint that anybody can make who is told its places, blanks among them', () => {
    const { voters } = draw([entry('b', { memberClass: 'organisation' }), entry('a')]);
    const [one, other, blank] = placesOf(voters, salt, 3) as [string, string, string];
    const text = JSON.stringify([one, other, blank]);
    expect(hashOfPlaces(placesOf(voters, salt, 3))).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
    expect([one, other, blank]).toEqual([one, other, blank].toSorted());
    // Which of them is nobody's cannot be seen.
    expect(placesOf(voters, salt, 2).every((place) => [one, other, blank].includes(place))).toBe(
      true,
    );
  });

  it('is asked for by standing and class together, never by one of them', () => {
    const standings = ['active', 'paused'] as const;
    const drawn = draw(roll, { standings: [...standings], classes: ['worker'] });
    expect(idsOf(drawn)).toEqual(['a', 'b']);
    expect(idsOf(draw(roll, { standings: ['in-arrears'], classes: ['organisation'] }))).toEqual([]);
  });
});

const rolls = fc
  .array(
    fc.record({
      memberClass: fc.constantFrom('worker', 'organisation', 'friend'),
      standing: fc.constantFrom('active', 'paused', 'in-arrears'),
      votes: fc.integer({ min: 1, max: 1000 }),
      mayVote: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((members) => members.map((one, nth) => ({ ...one, memberId: `member-${nth}` })));
const eligibilities = fc.record({
  classes: fc.option(fc.subarray(['worker', 'organisation', 'friend'], { minLength: 1 })),
  standings: fc.subarray(['active', 'paused', 'in-arrears'] as const, { minLength: 1 }),
  weightByClass: fc.constantFrom<Record<string, number | 'register'>>(
    {},
    { worker: 3 },
    { friend: 1_000_000 },
    { organisation: 'register' },
  ),
});

describe('any electorate', () => {
  it('is part of the active members’ weight, and weighs what its voters do', () => {
    fc.assert(
      fc.property(rolls, eligibilities, (roll, eligibility) => {
        const { voters, weight, activeMembersWeight } = draw(roll, eligibility);
        expect(weight).toBe(voters.reduce((sum, voter) => sum + voter.weight, 0n));
        expect(activeMembersWeight).toBeGreaterThanOrEqual(weight);
        expect(voters.every((voter) => voter.weight > 0n)).toBe(true);
      }),
    );
  });

  it('is the same whatever the order of the roll, but for the order of its voters', () => {
    fc.assert(
      fc.property(rolls, eligibilities, fc.nat(), (roll, eligibility, turn) => {
        const at = roll.length === 0 ? 0 : turn % roll.length;
        const turned = [...roll.slice(at), ...roll.slice(0, at)];
        const [one, other] = [draw(roll, eligibility), draw(turned, eligibility)];
        expect(hashOf(other)).toBe(hashOf(one));
        expect([other.weight, other.activeMembersWeight]).toEqual([
          one.weight,
          one.activeMembersWeight,
        ]);
      }),
    );
  });

  it('has another fingerprint as soon as a voter weighs more, or is missing', () => {
    fc.assert(
      fc.property(rolls, fc.nat(), (roll, which) => {
        const { voters } = draw(roll, { standings: ['active', 'paused', 'in-arrears'] });
        fc.pre(voters.length > 0);
        const at = which % voters.length;
        const heavier = voters.map((one, nth) =>
          nth === at ? { ...one, weight: one.weight + 1n } : one,
        );
        const fewer = voters.filter((_, nth) => nth !== at);
        const hashes = [voters, heavier, fewer].map((some) => electorateHash(some, salt));
        expect(new Set(hashes).size).toBe(3);
      }),
    );
  });
});
