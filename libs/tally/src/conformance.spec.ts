import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { countCase, inputOf, parseCase } from './batch/count-case.js';
import { TallyError } from './model/errors.js';
import { compareWithExpected } from './testing/compare-with-expected.js';
import type { ExpectedResult } from './testing/compare-with-expected.js';
import { decisionsOf } from './testing/outside-decisions.js';

const folder = new URL('../../../../shared/vectors/voting/', import.meta.url);
const present = existsSync(new URL('index.json', folder));

interface KnownCase {
  readonly id: string;
  readonly method: string;
  readonly variant: string;
  readonly input: string;
  readonly format: string;
  readonly expected: ExpectedResult;
}

function casesOf(file: string): KnownCase[] {
  if (!present) return [];
  const index = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { cases: KnownCase[] };
  return index.cases;
}

function bytesOf(input: string): Uint8Array {
  return readFileSync(new URL(inputOf(input).path, folder));
}

/** The names of the candidates, for cases of marked papers. */
function namesIn({ format, input }: KnownCase): string[] {
  if (format !== 'rank-cells-json') return [];
  const file = Buffer.from(bytesOf(input)).toString('utf8');
  return (JSON.parse(file) as { candidates: string[] }).candidates;
}

function grouped(cases: readonly KnownCase[]): [string, KnownCase[]][] {
  const groups = new Map<string, KnownCase[]>();
  for (const known of cases) {
    const name = `${known.method} / ${known.variant}`;
    groups.set(name, [...(groups.get(name) ?? []), known]);
  }
  return [...groups];
}

describe.skipIf(!present)(
  'conformance: shared/vectors/voting (skipped when it is not there)',
  () => {
    for (const [name, cases] of grouped(casesOf('index.json'))) {
      it(`${name}: ${cases.length} cases`, () => {
        const wrong: string[] = [];
        for (const known of cases) {
          try {
            const result = countCase(parseCase(known), bytesOf(known.input), (request) =>
              decisionsOf(known.expected, request, namesIn(known)),
            );
            const problem = compareWithExpected(result, known.expected, folder);
            if (problem !== null) wrong.push(`${known.id}: ${problem}`);
          } catch (error) {
            if (!(error instanceof TallyError)) throw error;
            wrong.push(`${known.id}: ${error.code} ${error.message}`);
          }
        }
        expect(wrong).toEqual([]);
      });
    }
  },
);

describe.skipIf(!present)('blind cases: shared/vectors/voting/blind.json', () => {
  for (const [name, cases] of grouped(casesOf('blind.json'))) {
    it(`${name}: ${cases.length} cases run`, () => {
      const wrong: string[] = [];
      for (const known of cases) {
        try {
          const result = countCase(parseCase(known), bytesOf(known.input));
          if (result.winnerIndexes.length === 0) wrong.push(`${known.id}: no winners`);
        } catch (error) {
          if (!(error instanceof TallyError)) throw error;
          wrong.push(`${known.id}: ${error.code} ${error.message}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
});
