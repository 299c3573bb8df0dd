import { z } from 'zod';
import { share } from '../../rule/share.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { votingErrors } from '../../voting.errors.js';
import type { BallotGroup } from '../ballot-kind.js';
import { defineBallotKind } from '../ballot-kind.js';
import { asDecided } from '../stances/as-decided.js';
import { mayCloseEarly } from '../stances/early-close.js';
import type { OutcomeFigures } from '../stances/outcome.js';
import { decideOutcome } from '../stances/outcome.js';
import { figuresOnRecord } from '../stances/stances.kind.js';
import type { Stance, StancesRule, StanceWeights } from '../stances/stances.js';
import { classOf, contradiction, noBallots, stanceNames, threshold } from '../stances/stances.js';
import { breakTieByLot } from '../stances/tie.js';

/**
 * How far somebody goes along, most to least, after Sam Kaner's gradients of agreement:
 * and the side on which each is counted.
 */
const sides = {
  endorse: 'agree',
  'minor-concern': 'agree',
  reservations: 'agree',
  abstain: 'abstain',
  'discuss-more': 'disagree',
  'go-along': 'agree',
  'serious-disagreement': 'disagree',
  veto: 'block',
} as const satisfies Readonly<Record<string, Stance>>;

type Grade = keyof typeof sides;
const grades = Object.keys(sides) as [Grade, ...Grade[]];

const rule = z.strictObject({
  /** The grades that a ballot may give. */
  grades: z.array(z.enum(grades)).min(2),
  /** How many have to be for it: who goes along, with whatever reservations, is. */
  support: threshold,
  /** A veto stands unless support reaches the lifting share. Null: no vetoes. */
  vetoes: z.strictObject({ liftedAtShare: share.nullable() }).nullable(),
});
type Rule = z.infer<typeof rule>;

/** The rule as one of stances: the same thresholds, over the sides that grades are counted on. */
function byStances({ grades: offered, support, vetoes, ...held }: VoteRule & Rule) {
  const stances = stanceNames.filter((stance) => offered.some((grade) => sides[grade] === stance));
  const decision: StancesRule['decision'] = { kind: 'threshold', agree: support };
  return { ...held, stances, decision, blocks: vetoes };
}

/** The count on record: weights by grade in decimal digits, and the figures that were compared. */
interface GradeCount extends Readonly<Record<Grade, bigint>> {
  readonly figures: OutcomeFigures;
}

const weight = z.string().regex(/^\d+$/);
const counted = z.strictObject({
  endorse: weight,
  'minor-concern': weight,
  reservations: weight,
  abstain: weight,
  'discuss-more': weight,
  'go-along': weight,
  'serious-disagreement': weight,
  veto: weight,
  figures: figuresOnRecord,
});

function gradeWeights(groups: Iterable<BallotGroup<Grade>>): Record<Grade, bigint> {
  const zeros = grades.map((grade) => [grade, 0n] as const);
  const weights = Object.fromEntries(zeros) as Record<Grade, bigint>;
  for (const group of groups) weights[group.mark] += group.weight;
  return weights;
}

function sideWeights(groups: Iterable<BallotGroup<Grade>>): StanceWeights {
  const weights = { ...noBallots };
  for (const group of groups) weights[sides[group.mark]] += group.weight;
  return weights;
}

/** From endorsement to veto: decided as stances are, by how many are for it. */
defineBallotKind<Grade, Rule, GradeCount>({
  name: 'gradients',
  mark: z.enum(grades),
  rule,
  counted,
  isTwoSided: true,

  contradiction(held) {
    if (new Set(held.grades).size !== held.grades.length) return 'A grade is named twice.';
    return contradiction(byStances(held));
  },

  classOf: (held) => classOf(byStances(held)),

  check(grade, { rule: held, reason }) {
    if (!held.grades.includes(grade)) {
      const message = `This vote offers ${held.grades.join(', ')}.`;
      throw votingErrors.error('GRADE_NOT_OFFERED', message, { path: ['mark'] });
    }
    if (grade === 'veto' && reason === null) {
      throw votingErrors.error('BLOCK_NEEDS_REASON', 'Who vetoes says why.', { path: ['reason'] });
    }
  },

  marks: ({ grades: offered }) => offered,
  countSaysMarks: true,
  abstains: (grade) => grade === 'abstain',
  isAgainst: (grade) => sides[grade] === 'disagree' || sides[grade] === 'block',
  count(groups, { rule: held, size, reading }) {
    const all = [...groups];
    const verdict = decideOutcome(byStances(held), sideWeights(all), size, reading);
    const { outcome, reason, figures } = verdict;
    return { outcome, reason, count: { ...gradeWeights(all), figures } };
  },

  certain: (groups, { rule: held, size }) =>
    mayCloseEarly(byStances(held), sideWeights(groups), size),

  breakTie: (verdict, seed) => ({ ...verdict, ...breakTieByLot(seed) }),

  asDecided: ({ figures, ...weights }, decision, held) => ({
    ...weights,
    figures: asDecided(byStances(held), figures, decision),
  }),
});
