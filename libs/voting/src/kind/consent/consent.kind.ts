import { count, stanceElection } from '@rochdale/tally';
import type { Stance } from '@rochdale/tally';
import { z } from 'zod';
import type { VoteRule } from '../../rule/vote-rule.js';
import { quorumNeeded } from '../../rule/vote-rule.js';
import { votingErrors } from '../../voting.errors.js';
import type { BallotGroup, CountedVote, Verdict, VoteUnderWay } from '../ballot-kind.js';
import { defineBallotKind } from '../ballot-kind.js';

/**
 * What somebody says who is asked for consent: yes; yes, with a concern to be written down; nothing
 * either way; that it must not be done as it stands; or that this was met, and they consent.
 */
const answers = ['consents', 'concerned', 'stands-aside', 'objects', 'resolved'] as const;
type Answer = (typeof answers)[number];

const rule = z.strictObject({
  /** How many standing objections stop it, by weight. */
  objectionsToStop: z.int().min(1).max(1_000_000),
  /** How many have to consent, by weight; 0 where silence is enough. */
  consentsNeeded: z.int().min(0).max(1_000_000),
});
type Rule = z.infer<typeof rule>;

/** The count on record: what ballots weigh by answer, and what was compared. Decimal digits. */
interface ConsentCount extends Readonly<Record<Answer, string>> {
  readonly castWeight: string;
  readonly quorumNeededWeight: string;
  /** Every step of the counting library, told in words as `account`. */
  readonly steps: object;
}

const weight = z.string().regex(/^\d+$/);
const counted = z.strictObject({
  consents: weight,
  concerned: weight,
  'stands-aside': weight,
  objects: weight,
  resolved: weight,
  castWeight: weight,
  quorumNeededWeight: weight,
  steps: z.looseObject({ account: z.array(z.string()) }),
});

type Weights = Readonly<Record<Answer, bigint>>;

const none: Weights = {
  consents: 0n,
  concerned: 0n,
  'stands-aside': 0n,
  objects: 0n,
  resolved: 0n,
};

function weigh(groups: Iterable<BallotGroup<Answer>>): Weights {
  const weights = { ...none };
  for (const group of groups) weights[group.mark] += group.weight;
  return weights;
}

/** Who met an objection, or wrote a concern down, consents like the others. */
const stances: Readonly<Record<Answer, Stance>> = {
  consents: 'agree',
  concerned: 'agree',
  resolved: 'agree',
  'stands-aside': 'abstain',
  objects: 'block',
};

const sum = (weights: Weights): bigint =>
  answers.reduce((all, answer) => all + weights[answer], 0n);

function hasQuorum(
  weights: Weights,
  { rule: held, size }: Pick<CountedVote<Rule>, 'rule' | 'size'>,
) {
  const abstained = held.quorum?.counts === 'ballots' ? 0n : weights['stands-aside'];
  return sum(weights) - abstained >= quorumNeeded(held, size);
}

/** What was answered, in the words of whoever answered: the library counts stances. */
function inWords(weights: Weights): string {
  const words: Readonly<Record<Answer, string>> = {
    consents: 'consent',
    concerned: 'consent with concerns',
    resolved: 'had an objection that was met',
    'stands-aside': 'stand aside',
    objects: 'object',
  };
  return `${answers.map((answer) => `${weights[answer]} ${words[answer]}`).join(', ')}.`;
}

function verdictOf(
  weights: Weights,
  vote: Pick<CountedVote<Rule>, 'rule' | 'size'>,
): Verdict<ConsentCount> {
  const { rule: held, size } = vote;
  const ballots = answers
    .filter((answer) => weights[answer] > 0n)
    .map((answer) => [weights[answer], stances[answer]] as const);
  const steps = count(stanceElection('The proposal', ballots), {
    method: 'consent',
    variant: 'consent',
    options: { enough: held.objectionsToStop, seconders: held.consentsNeeded },
  });
  const told = Object.fromEntries(answers.map((answer) => [answer, weights[answer].toString()]));
  const figures = {
    ...(told as Record<Answer, string>),
    castWeight: sum(weights).toString(),
    quorumNeededWeight: quorumNeeded(held, size).toString(),
    steps: { ...steps, account: [inWords(weights), ...steps.account.slice(1)] },
  };
  if (!hasQuorum(weights, vote)) {
    return { outcome: 'no-quorum', reason: 'quorum-not-reached', count: figures };
  }
  switch (steps.figures?.['verdict']) {
    case 'passed':
      return { outcome: 'passed', reason: 'no-sufficient-objection', count: figures };
    case 'objected':
      return { outcome: 'rejected', reason: 'objections-stand', count: figures };
    default:
      return { outcome: 'rejected', reason: 'consents-missing', count: figures };
  }
}

/**
 * Whether nothing alters the outcome that the silent may say. It is enough to ask what happens
 * when all of them say the same, since every condition is of sums. An objection that stands is
 * waited for to the end: whoever raised it may say that it was met.
 */
function isCertain(groups: Iterable<BallotGroup<Answer>>, vote: VoteUnderWay<Rule>): boolean {
  const weights = weigh(groups);
  const silent = vote.size.electorateWeight - sum(weights);
  const { outcome } = verdictOf(weights, vote);
  if (weights.objects > 0n && outcome !== 'no-quorum') return false;
  const ends = answers.map((answer) =>
    verdictOf({ ...weights, [answer]: weights[answer] + silent }, vote),
  );
  return ends.every((end) => end.outcome === outcome);
}

function contradiction({ earlyClose }: VoteRule): string | null {
  return earlyClose?.when === 'super-quorum'
    ? 'Consent is given by whoever does not object, so no share of agreement ends a vote early.'
    : null;
}

const needReasons = {
  concerned: ['CONCERN_NEEDS_REASON', 'Who has a concern says which.'],
  objects: ['OBJECTION_NEEDS_REASON', 'Who objects says what harm it would do.'],
  resolved: ['RESOLUTION_NEEDS_REASON', 'Say what met the objection.'],
} as const;

/** @throws CodedError CONCERN_NEEDS_REASON, OBJECTION_NEEDS_REASON, RESOLUTION_NEEDS_REASON */
function requireReason(answer: Answer): void {
  if (!(answer in needReasons)) return;
  const [code, message] = needReasons[answer as keyof typeof needReasons];
  throw votingErrors.error(code, message, { path: ['reason'] });
}

/** Passes unless enough objections stand at the end; who objected may say that it was met. */
defineBallotKind<Answer, Rule, ConsentCount>({
  name: 'consent',
  mark: z.enum(answers),
  rule,
  counted,
  needsReasons: true,
  contradiction,
  classOf: () => 'lazy-consensus',

  check(answer, { reason }) {
    if (reason === null) requireReason(answer);
  },

  follows(answer, before) {
    if (answer !== 'resolved' || before === 'objects' || before === 'resolved') return;
    const message = 'Only who objects can say that their objection was met.';
    throw votingErrors.error('OBJECTION_NOT_RAISED', message, { path: ['mark'] });
  },

  marks: () => answers,
  countSaysMarks: true,
  abstains: (answer) => answer === 'stands-aside',
  count: (groups, vote) => verdictOf(weigh(groups), vote),
  certain: isCertain,
});
