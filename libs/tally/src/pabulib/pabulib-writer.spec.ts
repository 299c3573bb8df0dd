import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../arithmetic/rational.js';
import { count } from '../methods/registry.js';
import { approvalElection, rankedElection } from '../model/make-election.js';
import type { Election } from '../model/election.js';
import { pabulib } from './pabulib.js';
import { writePabulib } from './pabulib-writer.js';

const cents = (amount: number): Rational => Rational.of(BigInt(amount)).div(Rational.of(100n));
const projects = ['Bridge; of stone', 'The "Ferry"', 'Well\nand pump'].map((name, nth) => ({
  name,
  cost: cents([6000, 5050, 3001][nth]!),
}));
const election = (ballots: readonly (readonly [bigint, readonly number[]])[], more = {}) =>
  approvalElection(
    { title: 'What; we build', candidates: projects, budget: cents(10_000), ...more },
    ballots,
  );
const written = (one: Election, frame = {}): string =>
  [...writePabulib(one, { rule: 'greedy', ...frame })].join('');
const read = (text: string): Election =>
  pabulib.read(new TextEncoder().encode(text), { file: 'written.pb' });

describe('a budget as a Pabulib file', () => {
  it('has a row for each voter, exact costs, and quotes what separates', () => {
    const frame = { currency: 'EUR', maxLength: 2, comments: ['One of 1, 2.', 'No more.'] };
    expect(
      written(
        election([
          [2n, [1, 0]],
          [1n, [2]],
        ]),
        frame,
      ).split('\n'),
    ).toEqual([
      'META',
      'key;value',
      'description;"What; we build"',
      'num_projects;3',
      'num_votes;3',
      'budget;100',
      'vote_type;approval',
      'rule;greedy',
      'max_length;2',
      'currency;EUR',
      'comment;#1: One of 1, 2. #2: No more.',
      'PROJECTS',
      'project_id;cost;votes;name',
      '1;60;2;"Bridge; of stone"',
      '2;50.5;2;"The ""Ferry"""',
      '3;30.01;1;Well and pump',
      'VOTES',
      'voter_id;vote',
      '1;1,2',
      '2;1,2',
      '3;3',
      '',
    ]);
  });

  it.each(['greedy', 'equal-shares'] as const)('is read and counted to the same by %s', (way) => {
    const ballot = fc.tuple(fc.bigInt(1n, 4n), fc.subarray([0, 1, 2], { minLength: 1 }));
    const request =
      way === 'greedy'
        ? { method: 'participatory-budgeting', variant: 'greedy', options: {} }
        : { method: way, variant: 'cost', options: { completion: 'utilitarian' } };
    fc.assert(
      fc.property(fc.array(ballot, { minLength: 1, maxLength: 8 }), (ballots) => {
        const one = election(ballots);
        const again = read(written(one));
        const [before, after] = [one, again].map((each) => count(each, request));
        expect(after!.winnerIndexes).toEqual(before!.winnerIndexes);
        expect(after!.totals).toEqual(before!.totals);
      }),
    );
  });

  it('is refused for what the format cannot say', () => {
    const ranks = rankedElection({ candidates: ['a', 'b'] }, [[1n, [[0], [1]]]]);
    expect(() => written(ranks)).toThrow('approvals with a budget');
    expect(() => written(approvalElection({ candidates: projects }, [[1n, [0]]]))).toThrow(
      'approvals with a budget',
    );
    expect(() => written(election([[2_000_000n, [0]]]))).toThrow('a row for each voter');
    const third = Rational.of(1n).div(Rational.of(3n));
    expect(() => written(election([[1n, [0]]], { budget: third }))).toThrow('decimal amounts');
  });
});
