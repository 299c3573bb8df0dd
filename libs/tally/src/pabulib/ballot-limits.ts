import { Rational } from '../arithmetic/rational.js';
import { metaText, refusal } from './sections.js';
import type { Sections } from './sections.js';

/** One voter's projects, in the order of the file, with the points for each where there are any. */
export interface PabulibBallot {
  readonly projects: readonly number[];
  readonly points: readonly Rational[] | null;
}

/** What a limit is about, in words, and what a ballot has of it. */
interface Measure {
  readonly of: (ballot: PabulibBallot, costs: readonly Rational[]) => readonly Rational[];
  readonly unit: string;
}

const length: Measure = {
  of: ({ projects }) => [Rational.of(projects.length)],
  unit: 'projects',
};
const cost: Measure = {
  of: ({ projects }, costs) => [sum(projects.map((index) => costs[index] as Rational))],
  unit: 'for the projects together',
};
const each: Measure = { of: ({ points }) => points ?? [], unit: 'points for a project' };
const total: Measure = {
  of: ({ points }) => (points === null ? [] : [sum(points)]),
  unit: 'points together',
};

const measures: readonly (readonly [string, 'least' | 'most', Measure])[] = [
  ['min_length', 'least', length],
  ['max_length', 'most', length],
  ['min_sum_cost', 'least', cost],
  ['max_sum_cost', 'most', cost],
  ['min_points', 'least', each],
  ['max_points', 'most', each],
  ['min_sum_points', 'least', total],
  ['max_sum_points', 'most', total],
];

/** Says in words where a ballot is beyond what its file allows; null if it is not. */
export type LimitCheck = (ballot: PabulibBallot) => string | null;

/** The limits that META states. Throws FILE_MALFORMED for one that is no number. */
export function limitsOf(sections: Sections, costs: readonly Rational[]): LimitCheck {
  const type = metaText(sections, 'vote_type');
  const implied = new Map<string, string>([
    ...(type === 'choose-1' ? [['max_length', '1'] as const] : []),
    ...(type === 'cumulative' ? [['min_points', '0'] as const] : []),
  ]);
  const limits = measures.flatMap(([key, side, measure]) => {
    const text = metaText(sections, key) ?? implied.get(key);
    if (text === undefined) return [];
    const value = Rational.parse(text.replace(',', '.'));
    if (value !== null) return [{ key, side, measure, value }];
    const record = sections.meta.get(key);
    throw record === undefined
      ? new Error(`the implied ${key} is no number`)
      : refusal(record, `${key} is '${text.slice(0, 40)}', which is no number`);
  });
  return (ballot) => {
    for (const { key, side, measure, value } of limits) {
      const beyond = measure.of(ballot, costs).find((found) => {
        const order = found.compare(value);
        return side === 'least' ? order < 0 : order > 0;
      });
      if (beyond === undefined) continue;
      return `${beyond.toDecimal()} ${measure.unit}, but ${key} is ${value.toDecimal()}`;
    }
    return null;
  };
}

function sum(values: readonly Rational[]): Rational {
  return values.reduce((all, value) => all.add(value), Rational.ZERO);
}
