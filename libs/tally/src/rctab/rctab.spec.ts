import { describe, expect, it } from 'vitest';

import { rankCellsJson } from '../formats/ranking-json.js';
import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import type { TallyResult } from '../model/result.js';
import { batchEliminated } from './batch-elimination.js';

type Cell = number | null | string | (number | string)[];

function countCells(
  ballots: readonly (readonly [number, readonly Cell[]])[],
  options: RawOptions = {},
  request = { method: 'irv', variant: 'irv' },
  seats = 1,
): TallyResult {
  const file = { candidates: ['A', 'B', 'C', 'D'], excluded: [], ballots };
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  const election = rankCellsJson.read(bytes, { file: 'papers', seats });
  return count(election, { ...request, options });
}

/** A round that nobody wins, and the papers that count for nobody in it. */
function inactive(cells: readonly Cell[], options: RawOptions): Record<string, unknown> {
  const others = [
    [4, [1]],
    [4, [2]],
    [3, [3]],
  ] as const;
  const { figures } = countCells([[1, cells], ...others], options).rounds?.[0] ?? {};
  return Object.fromEntries(Object.entries(figures ?? {}).filter(([, value]) => value === '1'));
}

describe('papers under RCTab’s rules', () => {
  it.each([
    [[null, 0], { 'skipped-ranks': 0 }, { skippedRankings: '1' }],
    [[null, 0], { 'skipped-ranks': 1 }, {}],
    [[null, null, 0], { 'skipped-ranks': 1 }, { skippedRankings: '1' }],
    [[null, null, 0], {}, {}],
    [[[0, 1], 0], { overvotes: 'exhaust' }, { overvotes: '1' }],
    [[[0, 1], 0], { overvotes: 'skip' }, {}],
    [[[0, 1]], { overvotes: 'skip' }, { exhaustedChoices: '1' }],
    [[[0, 1], 0], { overvotes: 'exhaust-if-multiple-continuing' }, { overvotes: '1' }],
    [['O', 0], { overvotes: 'exhaust' }, { overvotes: '1' }],
    [['O', 0], { overvotes: 'skip' }, {}],
    [[], {}, { undervotes: '1' }],
    [[null, null], {}, { undervotes: '1' }],
    [[null, 0, 1], { 'max-rankings': 1 }, { undervotes: '1' }],
  ] as const)('%j with %j: %j', (cells, options, expected) => {
    expect(inactive(cells as readonly Cell[], options)).toEqual(expected);
  });

  it('an overvote counts for the only candidate still in the count, if so ruled', () => {
    const result = countCells(
      [
        [1, [0]],
        [3, [[0, 1], 2]],
        [4, [2]],
        [5, [1]],
      ],
      { overvotes: 'exhaust-if-multiple-continuing' },
    );
    expect(result.rounds?.[0]?.votes).toEqual(['1', '5', '4', '0']);
    expect(result.winners).toEqual(['B']);
  });

  it('a candidate twice ends the paper only if so ruled', () => {
    const ballots = [
      [2, [0, 0, 1]],
      [3, [1]],
      [4, [2]],
    ] as const;
    const passed = countCells(ballots, { 'exhaust-on-duplicate': false });
    const ended = countCells(ballots, { 'exhaust-on-duplicate': true });
    expect(passed.winners).toEqual(['B']);
    expect(ended.winners).toEqual(['C']);
    expect(ended.rounds?.at(-1)?.figures?.['repeatedRankings']).toBe('2');
  });

  it('write-ins are dropped first, however many they are', () => {
    const result = countCells([
      [9, ['W', 0]],
      [2, [0]],
      [3, [1]],
    ]);
    expect(result.rounds?.[0]).toMatchObject({ figures: { writeIns: '9' }, elected: [] });
    expect(result.winners).toEqual(['A']);
  });
});

describe('thresholds and eliminations', () => {
  const three = [
    [5, [0]],
    [3, [1, 2]],
    [2, [2, 1]],
  ] as const;

  it('the threshold follows the active votes, unless the first round sets it', () => {
    const papers = [
      [4, [0]],
      [3, [1]],
      [3, [2]],
      [2, [3]],
    ] as const;
    const quotas = (options: RawOptions): unknown =>
      countCells(papers, options).rounds?.map(({ quota }) => quota);
    expect(quotas({})).toEqual(['7', '6', '4']);
    expect(quotas({ 'first-round-threshold': true })).toEqual(['7', '7', '7']);
  });

  it('goes on until two are left, if so ruled', () => {
    const papers = [
      [9, [0]],
      [3, [1]],
      [2, [2, 1]],
    ] as const;
    const result = countCells(papers, { 'until-two': true });
    expect(result.winners).toEqual(['A']);
    expect(result.rounds?.at(-1)?.votes).toEqual(['9', '5', '0', '0']);
    expect(countCells(papers).rounds).toHaveLength(1);
  });

  it('drops those below a minimum, and stops when that is everybody', () => {
    const result = countCells(three, { 'minimum-votes': 3 });
    expect(result.rounds?.[0]?.excluded).toEqual([2, 3]);
    expect(() => countCells(three, { 'minimum-votes': 100 })).toThrow(
      'all candidates are below the minimum number of votes',
    );
  });

  it('eliminates in a batch those who cannot catch up even together', () => {
    expect(batchEliminated([0, 1, 2, 3], [9n, 1n, 2n, 4n], 1)).toEqual([1, 2, 3]);
    expect(batchEliminated([0, 1, 2, 3], [9n, 2n, 2n, 4n], 1)).toEqual([1, 2, 3]);
    expect(batchEliminated([0, 1, 2, 3], [6n, 1n, 2n, 4n], 1)).toEqual([1, 2]);
    expect(batchEliminated([0, 1, 2, 3], [9n, 1n, 2n, 4n], 2)).toEqual([1, 2]);
    expect(batchEliminated([0, 1], [9n, 1n], 1)).toEqual([]);
    expect(batchEliminated([0, 1, 2], [3n, 3n, 3n], 1)).toEqual([]);
  });

  it('only a count for one seat can go on until two', () => {
    const stv = { method: 'stv', variant: 'stv-rctab-wigm' };
    expect(() => countCells(three, { 'until-two': true }, stv, 2)).toThrow('until two');
  });
});

describe('several seats', () => {
  const papers = [
    [9, [0, 1]],
    [3, [1]],
    [2, [2]],
    [1, [3, 2]],
  ] as const;

  it('elects everybody at the threshold and passes surpluses on, cut to four decimals', () => {
    const result = countCells(papers, {}, { method: 'stv', variant: 'stv-rctab-wigm' }, 2);
    expect(result.winners).toEqual(['A', 'B']);
    expect(result.quota).toBe('6');
    expect(result.rounds?.[1]?.votes).toEqual(['6', '5.9997', '2', '1']);
  });

  it('bottoms-up leaves the strongest and passes no surplus on', () => {
    const request = { method: 'bottoms-up', variant: 'bottoms-up' };
    const result = countCells(papers, {}, request, 2);
    expect(result.winners).toEqual(['A', 'B']);
    expect(result.totals).toEqual(['9', '3', '0', '0']);
  });

  it('bottoms-up by percentage elects everybody above it', () => {
    const request = { method: 'bottoms-up', variant: 'bottomsUpUsingPercentageThreshold' };
    expect(countCells(papers, {}, request).winners).toEqual(['A', 'B', 'C']);
    expect(countCells(papers, { percentage: '0.4' }, request).winners).toEqual(['A']);
  });
});
