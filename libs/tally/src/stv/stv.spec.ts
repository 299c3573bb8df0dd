import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import type { Election } from '../model/election.js';
import { csvRankings } from '../csv/csv-format.js';
import { rankedElection } from '../model/make-election.js';
import type { TallyResult } from '../model/result.js';
import { quotaOf } from './quotas.js';
import { sureLosers } from './sure-losers.js';

/** Two seats; Ada has twice the quota, and her papers decide between Bo and Cy. */
const board: Election = rankedElection(
  { title: 'Board', candidates: ['Ada', 'Bo', 'Cy', 'Di'], seats: 2 },
  [
    [7, [0, 1]],
    [5, [0, 2]],
    [3, [1]],
    [4, [2]],
    [2, [3, 2]],
  ],
);

function stv(election: Election, variant: string, options: RawOptions = {}): TallyResult {
  return count(election, { method: 'stv', variant, options });
}

describe('quotas', () => {
  it.each([
    ['droop', '26'],
    ['hare', '100/3'],
    ['hagenbach-bischoff', '25'],
    ['imperiali', '20'],
    ['droop-unit', '2501/100'],
  ] as const)('%s of 100 votes and 3 seats is %s', (name, quota) => {
    expect(quotaOf(name, Rational.of(100), 3, 2).toString()).toBe(quota);
  });
});

describe('Scottish STV', () => {
  it('passes on the surplus at a value cut to five decimals', () => {
    const { quota, rounds, winners } = stv(board, 'scottish');
    expect(quota).toBe('8.00000');
    // 12 papers, surplus 4: each goes on at 0.33333, so 7 × 0.33333 and 5 × 0.33333.
    expect(rounds?.[1]?.votes).toEqual(['8.00000', '5.33331', '5.66665', '2.00000']);
    expect(rounds?.[0]).toMatchObject({ elected: [0], transferValue: '0.33333' });
    expect(rounds?.[1]).toMatchObject({ excluded: [3], lostToRounding: '0.00004' });
    // Cy has 7.66665 then, which is not enough, until Bo is out as well.
    expect(rounds?.[2]).toMatchObject({ elected: [], excluded: [1] });
    expect(rounds?.[3]).toMatchObject({ elected: [2] });
    expect(winners).toEqual(['Ada', 'Cy']);
  });

  it('tells it in words', () => {
    const { account } = stv(board, 'scottish');
    expect(account[0]).toContain('4 candidates stand for 2 seats. There are 21 valid votes');
    expect(account.join('\n')).toContain('Di has the fewest votes (2.00000) and is excluded');
  });

  it('passes over the withdrawn and does not count papers for nobody into the quota', () => {
    const election = rankedElection({ candidates: ['Ada', 'Bo', 'Cy'], withdrawn: [0] }, [
      [10, [0]],
      [3, [0, 1]],
      [2, [2]],
    ]);
    const result = stv(election, 'scottish');
    expect(result.quota).toBe('3.00000');
    expect(result.winners).toEqual(['Bo']);
  });

  it('counts decimal weights exactly', () => {
    const election = rankedElection({ candidates: ['Ada', 'Bo'] }, [
      ['0.1', [0]],
      ['0.2', [0]],
      ['0.3', [1]],
      ['1.4', [0]],
    ]);
    expect(stv(election, 'gregory-hagenbach-bischoff').rounds?.[0]?.votes).toEqual(['1.7', '0.3']);
  });

  it('refuses equal ranks, which it cannot count', () => {
    const election = rankedElection({ candidates: ['Ada', 'Bo'] }, [
      [1, [0]],
      [1, [[0, 1]]],
    ]);
    for (const variant of ['scottish', 'gregory-droop', 'meek', 'meek-prf', 'warren']) {
      expect(() => stv(election, variant)).toThrow('this rule counts no equal ranks');
    }
  });

  it('elects no more than there are seats, though more reach a small quota', () => {
    const election = rankedElection({ candidates: ['Ada', 'Bo', 'Cy'], seats: 1 }, [
      [1, [0]],
      [1, [1]],
      [1, [2]],
    ]);
    const result = stv(election, 'gregory-imperiali', { tie: 'candidate-order' });
    expect(result.winners).toEqual(['Ada']);
    expect(result.ties).toMatchObject([{ purpose: 'election', candidates: [0, 1, 2] }]);
  });
});

describe('exact Gregory', () => {
  it('loses nothing to rounding', () => {
    const { rounds } = stv(board, 'gregory-droop');
    expect(rounds?.[1]?.votes).toEqual(['8', '5.333333333333', '5.666666666667', '2']);
    expect(rounds?.map(({ lostToRounding }) => lostToRounding)).toEqual(['0', '0', '0', '0']);
  });
});

describe('Meek', () => {
  it('rounds kept votes up and keeps the quota falling (reference rule)', () => {
    const { rounds } = stv(board, 'meek-prf');
    expect(rounds?.[0]).toMatchObject({ quota: '7.000000001', elected: [0] });
    // Ada keeps 7.000000001/12 of each paper, rounded up at the ninth decimal.
    expect(rounds?.[1]?.keepValues?.[0]).toBe('0.583333334');
    expect(rounds?.[1]?.votes[0]).toBe('7.000000008');
    expect(rounds?.[1]?.excluded).toEqual([3]);
  });

  it('elects by the same papers what Warren does, at another price', () => {
    const meek = stv(board, 'meek');
    const warren = stv(board, 'warren');
    expect(meek.winners).toEqual(['Ada', 'Cy']);
    expect(warren.winners).toEqual(['Ada', 'Cy']);
    expect(meek.figures?.['arithmetic']).toContain('18 decimals and 9 guard decimals');
  });

  it('spends a surplus that first only moves among the elected (Warren)', () => {
    const two = rankedElection({ candidates: ['A', 'B', 'C', 'D'], seats: 3 }, [
      [2, [3, 2, 0]],
      [4, [2, 3, 0, 1]],
    ]);
    expect(stv(two, 'warren').winners.toSorted()).toEqual(['A', 'C', 'D']);
    const three = rankedElection({ candidates: ['A', 'B', 'C', 'D', 'E', 'F'], seats: 3 }, [
      [13, [0, 1, 2]],
      [3, [3]],
      [2, [4]],
      [2, [5]],
    ]);
    expect(stv(three, 'warren').winners).toEqual(['A', 'B', 'C']);
  });

  it('spends a surplus that goes round and round among the elected (Warren)', () => {
    // Ada and Bo hand 12.5 votes to each other until papers are used up: only then Cy gets them.
    const round = rankedElection({ candidates: ['Ada', 'Bo', 'Cy', 'Di'], seats: 3 }, [
      [10_000, [0, 1, 2]],
      [9_990, [1, 0, 2]],
      [9_980, [2]],
      [9_985, [3]],
    ]);
    const result = stv(round, 'warren', { batch: 'none' });
    expect(result.winners).toEqual(['Ada', 'Bo', 'Cy']);
    expect(result.ties).toEqual([]);
    expect(result.rounds?.at(-1)?.votes.slice(0, 2)).toEqual([
      '9988.750000000000000000',
      '9988.750000000000000000',
    ]);
  });

  it('counts a paper that names somebody twice once', () => {
    const cells = (names: string[]): string =>
      `${names.join(',')}\n${'Ann,Ann,Ben\n'.repeat(8)}${'Ben,,\n'.repeat(3)}${'Cy,,\n'.repeat(4)}`;
    const read = (names: string[]): Election =>
      csvRankings.read(new TextEncoder().encode(cells(names)), { file: 'x.csv', seats: 2 });
    const cast = read(['1st choice Board', '2nd choice Board', '3rd choice Board']);
    const once = rankedElection({ candidates: ['Ann', 'Ben', 'Cy'], seats: 2 }, [
      [8, [0, 1]],
      [3, [1]],
      [4, [2]],
    ]);
    for (const variant of ['meek', 'meek-prf', 'warren', 'scottish']) {
      expect(stv(cast, variant).rounds).toEqual(stv(once, variant).rounds);
    }
  });

  it('refuses an omega that would never be reached', () => {
    expect(() => stv(board, 'meek-prf', { omega: '0' })).toThrow('omega must be above zero');
  });

  it('excludes sure losers together, but leaves enough for the seats', () => {
    const votes = [10n, 1n, 2n, 4n];
    expect(sureLosers([0, 1, 2, 3], votes, 0n, 1, 0n)).toEqual([1, 2, 3]);
    expect(sureLosers([0, 1, 2, 3], votes, 0n, 2, 0n)).toEqual([1, 2]);
    expect(sureLosers([0, 1, 2, 3], votes, 2n, 1, 0n)).toEqual([1, 2, 3]);
    expect(sureLosers([0, 1, 2, 3], votes, 3n, 1, 0n)).toEqual([]);
    expect(sureLosers([0, 1], [5n, 5n], 0n, 1, 0n)).toEqual([]);
    // Equals go together, in input order, and noise of the guard digits is no difference.
    expect(sureLosers([3, 2, 1, 0], [9n, 2n, 2n, 2n], 0n, 1, 0n)).toEqual([1, 2, 3]);
    expect(sureLosers([0, 1], [10n, 5n], 0n, 1, 6n)).toEqual([]);
    expect(sureLosers([0, 1], [10n, 5n], 0n, 1, 5n)).toEqual([1]);
  });
});

describe('equal ranks', () => {
  it('a paper for two elected and one hopeful gives to each by all orders', () => {
    const election = rankedElection({ candidates: ['Ada', 'Bo', 'Cy'], seats: 2 }, [
      [6, [[0, 1, 2]]],
      [6, [0]],
      [3, [1]],
    ]);
    const { rounds } = stv(election, 'meek-equal-ranks-superposition');
    expect(rounds?.[0]?.votes).toEqual(['8.000000000', '5.000000000', '2.000000000']);
    expect(rounds?.[0]).toMatchObject({ quota: '5.000000001', elected: [0] });
  });

  it('refuses more equals among the elected than can be averaged', () => {
    const candidates = Array.from({ length: 40 }, (_, index) => `C${index}`);
    const all = candidates.map((_, index) => index);
    const alone = all.slice(0, 20).map((index) => [100, [index]] as const);
    const election = rankedElection({ candidates, seats: 25 }, [[1, [all]], ...alone]);
    expect(() => stv(election, 'meek-equal-ranks-superposition')).toThrow('at most 16 are counted');
  });
});
