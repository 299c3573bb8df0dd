import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { detectFormat } from './formats/formats.js';
import { count, countingMethods, findMethod } from './methods/registry.js';
import { TallyError } from './model/errors.js';
import type { RawOptions } from './method/options.js';
import type { TallyResult } from './model/result.js';
import type { ReadContext } from './reading/file-format.js';

const folder = new URL('../../../../shared/vectors/reports/voting/', import.meta.url);
const present = existsSync(new URL('README.md', folder));

interface Asked extends Partial<ReadContext> {
  readonly variant?: string;
  readonly options?: RawOptions;
}

/** Counts as the command line does: the file's look says its format, the method its ballots. */
function tally(file: string, name: string, asked: Asked = {}): TallyResult {
  const { variant: wanted, options = {}, ...reading } = asked;
  const bytes = readFileSync(new URL(file, folder));
  const { method, variant, ballots } = findMethod(name, wanted);
  const kind = ballots.find((one) => one !== 'stance');
  const context = { file, counts: ballots, ...(kind ? { ballots: kind } : {}), ...reading };
  const election = detectFormat(bytes.subarray(0, 1 << 16), file).read(bytes, context);
  return count(election, { method, variant, options });
}

function refusal(file: string, method: string, asked: Asked = {}): string {
  try {
    return `elects ${tally(file, method, asked).winners.join()}`;
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
}

const name = 'shared/vectors/reports/voting (skipped when it is not there)';

describe.skipIf(!present)(`reading: ${name}`, () => {
  it('BLT: a doubled quote and a missing name are errors, never a shift', () => {
    expect(refusal('blt-doubled-quotes.blt', 'stv')).toContain(
      'FILE_MALFORMED blt-doubled-quotes.blt:6:7: a doubled quote',
    );
    expect(refusal('blt-title-as-name.blt', 'stv')).toContain('is a name missing?');
  });

  it('Pabulib: limits by line, and a named way with doubled projects', () => {
    expect(refusal('pabulib-overspent-points.pb', 'participatory-budgeting')).toContain(
      'pabulib-overspent-points.pb:22: 2 projects, but max_length is 1',
    );
    const dropped = tally('pabulib-overspent-points.pb', 'participatory-budgeting', {
      beyondLimits: 'drop',
    });
    expect(dropped.winners).toEqual(['1']);
    const file = 'pabulib-duplicate.pb';
    expect(refusal(file, 'participatory-budgeting')).toContain(':20: project 2 twice');
    const merged = tally(file, 'participatory-budgeting', { doubled: 'merge' });
    expect(merged.totals).toEqual(['5', '5']);
    const without = tally(file, 'participatory-budgeting', { doubled: 'drop' });
    expect(without.totals).toEqual(['5', '1']);
  });

  it('CSV: names that differ only by case or blanks are refused, or merged by option', () => {
    expect(refusal('csv-case-names.csv', 'schulze')).toContain(
      "csv-case-names.csv:3:1: 'ann' differs from 'Ann' only by case or blanks",
    );
    const merged = tally('csv-case-names.csv', 'schulze', { names: 'merge' });
    expect(merged.candidates).toEqual(['Ann', 'Ben', 'Cy']);
    expect(merged.winners).toEqual(['Ann']);
    expect(merged.pairwise?.[0]?.[1]).toBe('3');
  });

  it('scores are told from approvals by the whole file', () => {
    expect(tally('sniff-zero-first.json', 'star').winners).toEqual(['Ann']);
  });
});

describe.skipIf(!present)(`counting: ${name}`, () => {
  it('Warren spends a surplus that first only moves among the elected', () => {
    const { winners, rounds } = tally('warren-20.blt', 'stv', { variant: 'warren' });
    expect(winners).toEqual(['A', 'B', 'C']);
    const last = rounds?.findLast(({ quota }) => quota?.startsWith('4.0'));
    expect(last?.votes.slice(0, 3).map(Number)).toEqual([4, 4, 5]);
  });

  it('candidate order means the same over all methods', () => {
    for (const { method, variant, ballots, options } of countingMethods) {
      // Everybody above a threshold wins: nothing is to be decided between them.
      if (variant === 'bottomsUpUsingPercentageThreshold') continue;
      if (!ballots.includes('ranked') || !options.some(({ name }) => name === 'tie')) continue;
      const tie = { tie: 'candidate-order' };
      const { winners } = tally('tie2.blt', method, { variant, options: tie });
      expect([method, variant, winners]).toEqual([method, variant, ['First']]);
    }
    for (const variant of ['irv-single-elimination', 'irv']) {
      const { winners, ties } = tally('tie2.blt', 'irv', { variant });
      expect(winners).toEqual(['First']);
      expect(ties.every(({ detail }) => detail === 'by candidate order')).toBe(true);
    }
  });

  it.each<[string, string, Asked, string[]]>([
    ['rctab540.blt', 'irv', { variant: 'irv' }, ['Ben']],
    ['rctab792.blt', 'irv', { variant: 'irv' }, ['A']],
    ['quota-blank.blt', 'stv', { variant: 'scottish' }, ['A', 'B']],
    ['bv1065.json', 'star', { options: { tie: 'candidate-order' } }, ['A']],
    ['bv1478.json', 'star', {}, ['B']],
    ['helios266.json', 'approval', { options: { tie: 'candidate-order' } }, ['Ann']],
    ['mj48.json', 'majority-judgment', {}, ['A']],
    ['pvc3.blt', 'stv', { variant: 'gregory-droop' }, ['chocolate', 'pear']],
    ['pvc4.blt', 'stv', { variant: 'scottish' }, ['c1', 'c2', 'c3']],
  ])('%s is counted right by %s', (file, method, asked, winners) => {
    expect(tally(file, method, asked).winners).toEqual(winners);
  });

  it('a name twice on one ballot of a plain table is refused', () => {
    expect(refusal('condorcet155.csv', 'schulze')).toContain("csv:4:1: 'B' twice on one ballot");
  });

  it('Kraków 2020: the projects that were funded, by the points that were published', () => {
    const file = 'real/poland_krakow_2020_lagiewniki-borek-falecki.pb';
    const lines = readFileSync(new URL(file, folder), 'utf8').split(/\r?\n/);
    const from = lines.indexOf('PROJECTS') + 1;
    const head = (lines[from] ?? '').split(';');
    const projects = lines.slice(from + 1, lines.indexOf('VOTES')).map((line) => {
      const fields = line.split(';');
      return new Map(head.map((name, at) => [name, fields[at] ?? '']));
    });
    const result = tally(file, 'participatory-budgeting');
    expect(result.totals).toEqual(projects.map((project) => project.get('score')));
    const funded = projects.filter((project) => project.get('selected') === '1');
    expect(new Set(result.winners)).toEqual(new Set(funded.map((one) => one.get('project_id'))));
    expect(result.account[0]).toContain('from 3 for the first place downwards (Borda)');
  });
});
