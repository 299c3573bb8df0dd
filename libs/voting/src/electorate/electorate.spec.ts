import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/rules.js';
import type { RollEntry } from './electorate.js';
import { drawElectorate, electorateHash } from './electorate.js';

const entry = (memberId: string, changes: Partial<RollEntry> = {}): RollEntry => ({
  memberId,
  memberClass: 'worker',
  standing: 'active',
  votes: 1,
  ...changes,
});
const draw = (
  roll: readonly RollEntry[],
  eligibility: Partial<ReturnType<typeof ruleLike>['eligibility']> = {},
) => drawElectorate(ruleLike({ eligibility: { ...ruleLike().eligibility, ...eligibility } }), roll);
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

  it('weighs by the register, unless the rule weighs the class', () => {
    expect(draw(roll).weight).toBe(3n);
    expect(draw(roll, { weightByClass: { organisation: 5 } }).weight).toBe(6n);
    expect(draw(roll, { weightByClass: { worker: 4 } }).weight).toBe(6n);
  });

  it('weighs a class of whatever name by the register', () => {
    const names = ['constructor', 'to-string', 'valueOf'];
    const oddly = names.map((memberClass, nth) => entry(`${nth}`, { memberClass, votes: 2 }));
    expect(draw(oddly).voters.map(({ weight }) => weight)).toEqual([2n, 2n, 2n]);
    expect(draw(oddly, { weightByClass: { constructor: 7 } }).weight).toBe(11n);
  });

  it('counts every active member besides, asked or not, and every voter', () => {
    const organisations = draw(roll, { classes: ['organisation'] });
    expect([organisations.weight, organisations.activeMembersWeight]).toEqual([2n, 3n]);
    const arrears = draw(roll, { standings: ['in-arrears'] });
    expect([arrears.weight, arrears.activeMembersWeight]).toEqual([3n, 6n]);
  });

  it('has one fingerprint, whatever the order of the roll, and another for each change', () => {
    const { voters, hash } = draw(roll);
    expect(electorateHash(voters.toReversed())).toBe(hash);
    expect(draw([...roll, entry('e')]).hash).not.toBe(hash);
    expect(draw(roll, { weightByClass: { worker: 2 } }).hash).not.toBe(hash);
    const renamed = roll.map((one) => ({ ...one, memberClass: 'organisation' }));
    expect(draw(renamed).hash).not.toBe(hash);
  });

  it('may be nobody', () => {
    expect(draw([entry('a', { standing: 'paused' })])).toMatchObject({ voters: [], weight: 0n });
  });
});
