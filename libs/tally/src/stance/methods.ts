import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import { Rational } from '../arithmetic/rational.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { TallyError } from '../model/errors.js';
import type { Denominator, ThresholdRule } from './stance-count.js';
import { countStances } from './stance-count.js';

const options: readonly OptionSpec[] = [
  {
    name: 'threshold',
    type: 'rational',
    initial: '1/2',
    meaning: 'the share that must agree',
  },
  {
    name: 'strict',
    type: 'flag',
    initial: true,
    meaning: 'whether the threshold must be exceeded, not just reached',
  },
  {
    name: 'denominator',
    type: 'choice',
    choices: ['electorate', 'cast', 'cast-less-abstentions'],
    initial: 'cast-less-abstentions',
    meaning: 'what the share is taken of',
  },
  {
    name: 'electorate',
    type: 'rational',
    initial: null,
    meaning: 'the weight of all who may vote',
  },
  {
    name: 'quorum',
    type: 'rational',
    initial: '0',
    meaning: 'the share of the electorate that must take part',
  },
  {
    name: 'quorum-counts',
    type: 'choice',
    choices: ['cast', 'cast-less-abstentions'],
    initial: 'cast',
    meaning: 'whether abstentions count as taking part',
  },
  {
    name: 'lift-blocks-at',
    type: 'rational',
    initial: null,
    meaning: 'the share of agreement at which blocks no longer stand; never when not given',
  },
];

function share(values: OptionValues, name: string): Rational {
  const value = values.rational(name);
  if (value.isNegative() || value.compare(Rational.ONE) > 0) {
    throw new TallyError('OPTION_INVALID', `option ${name} is a share from 0 to 1`);
  }
  return value;
}

function ruleOf(values: OptionValues): ThresholdRule {
  return {
    threshold: share(values, 'threshold'),
    strict: values.flag('strict'),
    denominator: values.text('denominator') as Denominator,
    electorate: values.rationalOrNull('electorate'),
    quorum: share(values, 'quorum'),
    quorumCounts: values.text('quorum-counts') as ThresholdRule['quorumCounts'],
    liftBlocksAt:
      values.rationalOrNull('lift-blocks-at') === null ? null : share(values, 'lift-blocks-at'),
  };
}

const threshold: CountingMethod = {
  method: 'stance',
  variant: 'threshold',
  title: 'A proposal by agree, disagree, abstain and block, against thresholds and a quorum',
  ballots: ['stance'],
  options,
  source: 'Threshold, quorum and block rules as in the bylaws of Social.coop and Autonomic',
  count: (election, values) => {
    if (election.ballots.kind !== 'stance') throw new Error('stances expected');
    const proposal = election.candidates[0]?.name ?? '';
    return makeResult(
      election,
      threshold,
      values,
      countStances(election.ballots, proposal, ruleOf(values)),
    );
  },
};

/** The counting rules of this family. */
export const stanceMethods: readonly CountingMethod[] = [threshold];
