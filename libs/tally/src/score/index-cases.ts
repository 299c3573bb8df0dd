import type { CaseRule, IndexCase } from '../index-case/case-rule.js';
import type { RawOptions } from '../method/options.js';
import { TallyError } from '../model/errors.js';

const WEIGHTED_SPLIT = 'weighted-split (each ballot splits its weight in proportion)';

/** How the cases of a conformance index ask for this family's methods. */
export const scoreCases: readonly CaseRule[] = [
  {
    method: 'score',
    variants: ['sum'],
    request: () => ({ method: 'score', variant: 'sum', options: { 'co-winners': true } }),
  },
  {
    method: 'score',
    variants: ['average-of-scored'],
    request: ({ params }) => ({
      method: 'score',
      variant: 'mean',
      options: { blank: 'not-counted', 'co-winners': true, ...ratersOf(params) },
    }),
  },
  {
    method: 'score',
    variants: [WEIGHTED_SPLIT],
    request: () => ({
      method: 'score',
      variant: 'weighted-split',
      options: { 'co-winners': true },
    }),
  },
  {
    method: 'score',
    variants: ['allocated-score (STAR-PR)'],
    request: () => ({
      method: 'score',
      variant: 'allocated',
      options: { tie: 'candidate-order' },
    }),
  },
  {
    method: 'star',
    variants: ['star'],
    request: ({ params }) => ({
      method: 'star',
      variant: 'star',
      options: { 'top-score': topOfScale(params), 'co-winners': true },
    }),
  },
];

function ratersOf(params: IndexCase['params']): RawOptions {
  const least = params['minimumRaters'];
  if (least === undefined) return {};
  if (typeof least === 'number') return { 'minimum-raters': least };
  throw new TallyError('OPTION_INVALID', 'minimumRaters has to be a number');
}

/** The top of a scale written as `0-5`. */
function topOfScale(params: IndexCase['params']): string | null {
  const scale = params['scale'];
  return typeof scale === 'string' ? (/^\d+-(\d+)$/.exec(scale)?.[1] ?? null) : null;
}
