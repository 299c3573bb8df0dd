import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { stances } from '../model/ballots.js';
import type { Stance } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';
import { countConsent } from './consent.js';
import type { ConsentCount, ConsentRule } from './consent.js';

const specs: readonly OptionSpec[] = [
  {
    name: 'objections',
    type: 'choice',
    choices: ['block', 'block-or-disagree'],
    initial: 'block',
    meaning: 'the stances that are objections',
  },
  {
    name: 'enough',
    type: 'rational',
    initial: '1',
    meaning: 'how many objections it takes to stop the proposal',
  },
  {
    name: 'enough-share',
    type: 'rational',
    initial: null,
    meaning: 'the share of the electorate (or of those present) it takes, if that is more',
  },
  {
    name: 'electorate',
    type: 'rational',
    initial: null,
    meaning: 'the weight of all who may take part; left out: of those who did',
  },
  {
    name: 'quorum',
    type: 'rational',
    initial: '0',
    meaning: 'the share of the electorate that has to take part; abstaining is taking part',
  },
  {
    name: 'seconders',
    type: 'rational',
    initial: '0',
    meaning: 'how many have to agree',
  },
];

function ruleOf(options: OptionValues): ConsentRule {
  const electorate = options.rationalOrNull('electorate');
  const quorum = share(options.rational('quorum'), 'quorum');
  const enough = options.rational('enough');
  if (enough.compare(Rational.ZERO) <= 0) {
    throw new TallyError('OPTION_INVALID', 'enough has to be above zero');
  }
  if (!quorum.isZero() && electorate === null) {
    throw new TallyError('OPTION_INVALID', 'a quorum needs the electorate');
  }
  const enoughShare = options.rationalOrNull('enough-share');
  const objections: Stance[] =
    options.text('objections') === 'block' ? ['block'] : ['block', 'disagree'];
  return {
    objections,
    enough,
    leastPresent: quorum.mul(electorate ?? Rational.ZERO),
    leastAgreeing: options.rational('seconders'),
    ...(enoughShare ? { enoughShare: share(enoughShare, 'enough-share') } : {}),
    ...(electorate ? { electorate } : {}),
  };
}

function share(value: Rational, name: string): Rational {
  if (!value.isNegative() && value.compare(Rational.ONE) <= 0) return value;
  throw new TallyError('OPTION_INVALID', `${name} has to be a share from 0 to 1`);
}

const ENDINGS: Readonly<Record<ConsentCount['verdict'], string>> = {
  passed: 'It passes.',
  objected: 'It does not pass.',
  'no quorum': 'Too few took part, so nothing is decided.',
  'not seconded': 'Too few agree to it, so it does not pass.',
};

const consent: CountingMethod = {
  method: 'consent',
  variant: 'consent',
  title: 'Consent: a proposal passes unless enough objections stand',
  source: 'Buck and Villines, "We the People" (2017); lazy consensus as in Co-op Cloud and CoTech',
  ballots: ['stance'],
  options: specs,
  count(election, options) {
    if (election.ballots.kind !== 'stance') {
      throw new TallyError('BALLOTS_UNSUITABLE', 'consent counts stances');
    }
    const rule = ruleOf(options);
    const { held, present, objecting, needed, verdict } = countConsent(election.ballots, rule);
    if (rule.electorate !== undefined && present.compare(rule.electorate) > 0) {
      const message = `${present.toDecimal()} took part of ${rule.electorate.toDecimal()}`;
      throw new TallyError('OPTION_INVALID', message);
    }
    const proposal = election.candidates[0]?.name ?? '';
    return makeResult(election, consent, options, {
      winnerIndexes: verdict === 'passed' ? [0] : [],
      totals: [held.agree.toDecimal()],
      ties: [],
      figures: {
        verdict,
        ...Object.fromEntries(stances.map((stance) => [stance, held[stance].toDecimal()])),
        objections: objecting.toDecimal(),
        objectionsNeeded: needed.toDecimal(),
        present: present.toDecimal(),
      },
      account: [
        `${proposal}: ${stances.map((one) => `${held[one].toDecimal()} ${one}`).join(', ')}.`,
        `${objecting.toDecimal()} object; ${needed.toDecimal()} would stop it. ${ENDINGS[verdict]}`,
      ],
    });
  },
};

/** The counting rules of this family. */
export const consentMethods: readonly CountingMethod[] = [consent];
