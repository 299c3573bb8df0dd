import type { FieldWords, WordsByPath } from './field-words.js';

const field = (words: string, example: unknown, ...excludes: Excluded[]): FieldWords => ({
  words,
  example,
  excludes: excludes.map(([why, refused]) => ({ words: why, refused })),
});
type Excluded = readonly [words: string, refused: Readonly<Record<string, unknown>>];

const share = { share: '1/2', strict: true, of: 'cast-minus-abstentions' };

/** A share that somebody or something has to reach. */
const threshold = (path: string, what: FieldWords): WordsByPath => ({
  [path]: what,
  [`${path}.share`]: field('The share, as an exact fraction.', '1/2'),
  [`${path}.strict`]: field(
    'Whether more than the share is needed; else the share is enough.',
    true,
  ),
  [`${path}.of`]: field(
    'What it is a share of: all who may vote, all ballots, those that take a side, or all active ' +
      'members whether they vote or not.',
    'cast-minus-abstentions',
  ),
});

const options = field(
  'What every vote under the rule is between. Left out, each proposal brings its own.',
  ['Green', 'Blue'],
  [
    'Nobody agrees where options are chosen: no share of agreement ends a vote early.',
    { earlyClose: { when: 'super-quorum', agreeShare: '3/4' } },
  ],
);
const winners = field('How many of the options win.', 1, [
  'Fewer options win than there are.',
  { options: ['Green', 'Blue'], winners: 2 },
]);
const seats = field(
  'For how many of the winners a vote is that is for fewer, as where one seat is vacant. A vote ' +
    'says so, and no policy.',
  1,
);
const maximum = field('How many options a ballot may name at most. Null: as many as there are.', 3);

const byThreshold: WordsByPath = {
  stances: field(
    'What a ballot may say.',
    ['agree', 'abstain', 'disagree', 'block'],
    ['A block is offered where there is a rule for it.', { stances: ['agree', 'disagree'] }],
    ['Somebody has to be able to say no.', { stances: ['agree', 'abstain'], blocks: null }],
  ),
  decision: field('By a threshold of agreement, or by silence.', {
    kind: 'threshold',
    agree: share,
  }),
  'decision.kind': field(
    '`threshold`: passes where enough agree. `lazy`: passes unless enough object.',
    'threshold',
  ),
  ...threshold(
    'decision.agree',
    field('How large a share has to agree.', share, [
      'Nobody agrees with more than all.',
      { decision: { kind: 'threshold', agree: { ...share, share: '1/1' } } },
    ]),
  ),
  'decision.objectionsToReject': field(
    'How many objections stop it, by weight. Any block stops it alone.',
    1,
  ),
  blocks: field('What becomes of a block. Null: there are none.', { liftedAtShare: '9/10' }, [
    'Where silence is consent, nothing lifts a block.',
    { decision: { kind: 'lazy', objectionsToReject: 1 }, blocks: { liftedAtShare: '9/10' } },
  ]),
  'blocks.liftedAtShare': field('Which share of agreement lifts it. Null: nothing does.', '9/10'),
};

const needs = (who: string): WordsByPath =>
  threshold('winnerNeeds', field(`How large a share ${who} needs. Null: the most win.`, share));

/** What a builder says of the fields that are a ballot kind's own, by the kind's name. */
export const wordsOfKinds: Readonly<Record<string, WordsByPath>> = {
  stances: byThreshold,
  'single-choice': { options, ...needs('the winner') },
  approval: { options, winners, seats, maximum, ...needs('each winner') },
  score: {
    options,
    method: field(
      '`score`: the highest sum. `star`: the two highest sums, and of these whom more prefer. ' +
        '`majority-judgment`: the best middle grade.',
      'star',
    ),
    highest: field('The top of the scale, which begins at 0.', 5),
  },
  dots: {
    options,
    winners,
    seats,
    dots: field('How many dots a ballot has. It need not give all.', 10),
    maximumEach: field('How many of them one option may get. Null: all.', 5),
  },
  stv: {
    options,
    method: field('How votes pass on from who is elected, and who is out.', 'scottish'),
    winners,
    seats,
    reserved: field(
      'Seats that are kept for classes of members: how many of each are elected at least.',
      [{ group: 'worker', atLeast: 1 }],
      [
        'No more seats are kept than there are.',
        { winners: 1, reserved: [{ group: 'worker', atLeast: 2 }] },
      ],
    ),
    groups: field(
      'Of which of these classes each option is, or of none. A vote says so, and no policy.',
      ['worker', null],
    ),
    maximum,
  },
  ranking: {
    options,
    method: field(
      '`irv`: the last is out until one has half. `schulze`, `ranked-pairs`: who beats whom. ' +
        '`borda`: points by rank.',
      'schulze',
    ),
    equalRanks: field('Whether several options may share a rank.', true, [
      'An instant run-off needs one option in each rank.',
      { method: 'irv', equalRanks: true },
    ]),
    maximum,
  },
  budget: {
    options,
    spending: field(
      'What there is to spend, and what projects cost. Left out, each proposal brings it.',
      { currency: 'EUR', budgetMinor: '100000', costsMinor: ['60000', '50000'] },
    ),
    'spending.currency': field('In which currency.', 'EUR'),
    'spending.budgetMinor': field('What there is to spend, in minor units.', '100000'),
    'spending.costsMinor': field('What each project costs, in the order of the options.', [
      '60000',
      '50000',
    ]),
    'spending.minimumSpendMinor': field(
      'If the winners cost less together, none wins. Null: any sum will do.',
      '30000',
    ),
    'spending.incompatible': field('Projects by number of which at most one is paid for.', [
      [1, 2],
    ]),
    method: field(
      '`greedy`: from the most votes down, as far as the money goes. `equal-shares`: each voter ' +
        'has the same share of the money, and supporters pay together.',
      'equal-shares',
    ),
    maximum,
  },
  'time-poll': {
    options,
    winners: field('How many of the times are taken.', 1, [
      'Fewer options win than there are.',
      { options: ['2026-03-01', '2026-03-02'], winners: 2 },
    ]),
    ifNeedBe: field('Whether one may say that one can come if need be, which counts half.', true),
  },
  consent: {
    objectionsToStop: field('How many standing objections stop it, by weight.', 1, [
      'Consent is given by who does not object: no share of agreement ends a vote early.',
      { earlyClose: { when: 'super-quorum', agreeShare: '3/4' } },
    ]),
    consentsNeeded: field('How many have to consent, by weight. 0: silence is enough.', 1),
  },
  gradients: {
    grades: field(
      'How far along a ballot may say its voter goes.',
      ['endorse', 'go-along', 'abstain', 'veto'],
      ['A grade is named once.', { grades: ['endorse', 'endorse', 'veto'] }],
    ),
    ...threshold('support', field('How large a share has to go along.', share)),
    vetoes: field('What becomes of a veto. Null: there are none.', { liftedAtShare: '9/10' }),
    'vetoes.liftedAtShare': field('Which share of support lifts it. Null: nothing does.', '9/10'),
  },
};
