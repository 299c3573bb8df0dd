import type { VoteRule } from '@rochdale/voting';
import type { PolicyTerms } from '../policy/decision-rule.js';
import { assemblyWords } from './assembly-words.js';
import { doneWords } from './done-words.js';
import { paperWords } from './paper-words.js';
import { bufferPartWords, bufferWords, groupWords } from './group-words.js';
import { secrecyWords } from './secrecy-words.js';

/** What a field may not be said beside, and a change to a sound rule that is refused for it. */
interface Exclusion {
  readonly words: string;
  readonly refused: Readonly<Record<string, unknown>>;
}

/** What a builder says of a field of a decision rule. */
export interface FieldWords {
  readonly words: string;
  readonly example: unknown;
  readonly excludes?: readonly Exclusion[];
}

/** By the path of a field; of those with fields of their own as well. */
export type WordsByPath = Readonly<Record<string, FieldWords>>;

const field = (
  words: string,
  example: unknown,
  excludes: readonly Exclusion[] = [],
): FieldWords => ({ words, example, excludes });

const quorum = { share: '1/10', of: 'electorate', counts: 'ballots' };
const window = { minimumHours: 144, usualHours: 144, maximumHours: 2160, urgentMinimumHours: 48 };
const eligibility = { classes: null, standings: ['active'], weightByClass: {} };
const everybody = { ...eligibility, standings: ['active', 'paused', 'in-arrears'] };

/** The fields that every rule has. The compiler asks for one that is new. */
const whole: Readonly<Record<keyof VoteRule | keyof PolicyTerms, FieldWords>> = {
  ballotKind: field('How a ballot is marked and counted: which other fields there are.', 'stances'),
  quorum: field('How much has to take part, or nothing is decided. Null: any number is enough.', {
    ...quorum,
  }),
  tieRule: field(
    'What becomes of equal sides: all stays as it was, the question is put once more, or a lot ' +
      'is drawn from a seed that was committed to before.',
    'status-quo',
  ),
  lateQuorum: field(
    'Whether voting goes on, once, where the quorum is reached shortly before the end. Null: no.',
    { withinHours: 24, extendHours: 48 },
    [{ words: 'There is no late quorum without a quorum.', refused: { quorum: null } }],
  ),
  earlyClose: field('When a vote ends before its time. Null: every vote lasts its time.', {
    when: 'outcome-certain',
  }),
  eligibility: field('Who has a vote, and what it weighs.', eligibility),
  secretUntilClosed: field(
    'Whether nobody sees a ballot, or who cast one, until voting is over.',
    false,
    [
      {
        words: 'In a secret vote no ballot is taken back.',
        refused: { secretUntilClosed: true, mayTakeBack: true },
      },
    ],
  ),
  closesAtLocalTime: field(
    'At what time of day votes close, by the clocks of the co-operative: the window goes on ' +
      'until then, up to a day. Left out, it ends at the time of day at which it began.',
    '20:00',
  ),
  ...secrecyWords,
  ...paperWords,
  mayTakeBack: field(
    'Whether voters may take their ballot back while voting is open. Left out, they may not.',
    true,
    [
      {
        words: 'In a secret vote no ballot is taken back.',
        refused: { secretUntilClosed: true, mayTakeBack: true },
      },
    ],
  ),
  delegation: field(
    'Whether voters may have others vote for them. Left out, everybody votes for themselves.',
    { atMost: 3, makesQuorum: true, depth: 2, proxies: { atMost: 1 } },
    [
      {
        words: 'In a secret vote nobody votes for another.',
        refused: { secretUntilClosed: true, delegation: { atMost: 3, makesQuorum: true } },
      },
      {
        words: 'Where some vote for others, a vote ends early only when its outcome is certain.',
        refused: {
          earlyClose: { when: 'super-quorum', agreeShare: '3/4' },
          delegation: { atMost: 3, makesQuorum: true },
        },
      },
      {
        words: 'Somebody may vote for others, or hold a proxy.',
        refused: { delegation: { atMost: 0, makesQuorum: true } },
      },
    ],
  ),
  reasons: field(
    'Who says why they vote as they do. Left out, who blocks, vetoes or objects has to.',
    'optional',
  ),
  window: field('How long voting is open.', window, [
    {
      words: 'The usual time lies between the shortest and the longest.',
      refused: { window: { ...window, maximumHours: 24 } },
    },
    {
      words: 'An urgent vote is no longer than the shortest usual one.',
      refused: { window: { ...window, urgentMinimumHours: 145 } },
    },
  ]),
  noticeHours: field('How long a proposal is announced before voting opens. 0: not at all.', 48),
  timelockHours: field(
    'How long what passed waits before it is carried out. 0: it does not wait.',
    24,
  ),
  executionWithinHours: field(
    'How long what failed to be carried out may be tried again before it lapses. Null: for ever.',
    336,
  ),
  secondersNeeded: field('How many members have to second a proposal before it opens.', 1),
  ...groupWords,
  electorateList: field(
    'Who reads the list of those who may vote, by name. Left out, officers alone.',
    'officers',
    [
      {
        words: 'Not members where who pauses or is in arrears has no vote: it would tell who does.',
        refused: { electorateList: 'members', eligibility },
      },
      {
        words: 'Not members where classes are named: it would tell who is of one.',
        refused: { electorateList: 'members', eligibility: { ...everybody, classes: ['worker'] } },
      },
      {
        words: 'Not members where classes weigh, or have shares: a weight would tell the class.',
        refused: {
          electorateList: 'members',
          eligibility: { ...everybody, weightByClass: { worker: 2 } },
        },
      },
    ],
  ),
  leavers: field(
    'What becomes of the ballot of who is on no list of members any more when voting closes. ' +
      'Left out, it counts.',
    'void',
    [
      {
        words: 'Nothing ends early by ballots that may become void.',
        refused: { leavers: 'void', earlyClose: { when: 'outcome-certain' } },
      },
    ],
  ),
  pausedCount: field(
    'Whether who pauses and may vote is part of what quorums and shares are of. Left out, always.',
    'always',
    [
      {
        words: 'Only when they vote where they may vote.',
        refused: { pausedCount: 'when-voting', eligibility },
      },
    ],
  ),
  classShares: field(
    'Shares of the whole weight that classes have together, however many they are. Left out, ' +
      'each vote weighs as `eligibility` says.',
    [
      { classes: ['worker'], share: '3/5' },
      { classes: ['user'], share: '2/5' },
    ],
    [
      {
        words: 'The classes that vote are those that have a share.',
        refused: { eligibility },
      },
    ],
  ),
  ...bufferWords,
  recountBy: field(
    'Who counts a public vote again ballot by ballot, without names, once it is decided. Left ' +
      'out, members alone.',
    'strangers',
    [
      {
        words: 'Not strangers where weights differ by class: a weight would tell whose ballot.',
        refused: {
          recountBy: 'strangers',
          eligibility: { ...eligibility, weightByClass: { house: 2 } },
        },
      },
    ],
  ),
  escalatesTo: field(
    'Where a vote that fails goes by itself: to a vote on the same under another policy. Left ' +
      'out, it ends there.',
    { policyKey: 'large', on: ['rejected'] },
  ),
  ...doneWords,
  ...assemblyWords,
  ratification: field(
    'Under which policy, and within how long, the members say afterwards whether what passed ' +
      'stands: as after an emergency. Left out, it stands.',
    { policyKey: 'ordinary', withinHours: 336 },
  ),
  elects: field(
    'What an election is for. Left out, nobody is elected under the rule.',
    { offices: ['treasurer'], termMonths: 24, nominationHours: 336 },
    [
      {
        words: 'Members are elected by ballots that choose between options.',
        refused: { ballotKind: 'consent', objectionsToStop: 1, consentsNeeded: 1 },
      },
    ],
  ),
};

/** What those fields have of their own. */
const parts: WordsByPath = {
  'quorum.share': field('The share that has to take part, as an exact fraction.', '1/10'),
  'quorum.of': field(
    'What it is a share of: whoever may vote, or all active members.',
    'electorate',
  ),
  'quorum.counts': field('Whether who abstains takes part.', 'ballots'),
  'lateQuorum.withinHours': field('How long before the end a quorum comes late.', 24),
  'lateQuorum.extendHours': field('How much longer voting is open then.', 48),
  'paper.countWithinHours': field('How long a vote waits for them after its end.', 48),
  'earlyClose.when': field(
    'As soon as nobody who is silent could alter the outcome, or as soon as so large a share of ' +
      'the whole electorate agrees that nobody needs to be waited for.',
    'outcome-certain',
  ),
  'earlyClose.agreeShare': field('That share of the whole electorate.', '3/4'),
  'eligibility.classes': field(
    'Which classes of members vote. Null: those that vote by the register.',
    ['worker', 'user'],
  ),
  'eligibility.standings': field('In which standings members vote.', ['active']),
  'eligibility.weightByClass': field(
    'What a vote weighs by class: a number, or `register` for the votes that the register gives ' +
      'the class. A class that is not named weighs 1.',
    { organisation: 2 },
  ),
  'delegation.atMost': field(
    'For how many others one voter votes at most, proxies apart. 0: there are proxies alone.',
    3,
  ),
  'delegation.makesQuorum': field(
    'Whether such ballots make a quorum. If not, they count where the others made it.',
    true,
  ),
  'delegation.depth': field(
    'How many steps there are at most from a voter to who votes. Left out, any number.',
    2,
  ),
  'delegation.proxies': field('Whether voters may give a proxy for one vote. Left out, no.', {
    atMost: 1,
  }),
  'delegation.proxies.atMost': field('How many proxies one voter holds at most.', 1),
  'elects.offices': field('The offices that those who win may be put into.', ['treasurer']),
  'elects.nominationHours': field(
    'How long members nominate after it is called; once more where too few stand.',
    336,
  ),
  'elects.termMonths': field('How many months they hold it.', 24),
  'escalatesTo.policyKey': field(
    'The key of the policy. It is in force, and leads not back.',
    'large',
  ),
  'escalatesTo.on': field('After which outcomes.', ['rejected', 'no-quorum', 'tied']),
  'assembly.presentShare': field('How large a share of those who may vote is present.', '1/10'),
  'ratification.policyKey': field('The key of the policy. It is in force.', 'ordinary'),
  'ratification.withinHours': field(
    'Within how long. What is not ratified by then is not carried out, or taken back where it ' +
      'can be; the usual vote under that policy is over by then.',
    336,
  ),
  ...bufferPartWords,
  'window.minimumHours': field('The shortest usual vote.', 144),
  'window.usualHours': field('How long a vote is where its proposer says nothing.', 144),
  'window.maximumHours': field('The longest vote.', 2160),
  'window.urgentMinimumHours': field(
    'How short a vote may be that is marked urgent, with a reason. Null: none may be hurried.',
    48,
  ),
};

export const wordsOfEveryRule: WordsByPath = { ...whole, ...parts };
