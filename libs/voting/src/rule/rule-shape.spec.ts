import { describe, expect, it } from 'vitest';
import { stancesRule } from '../kind/stances/stances.js';
import { voteRule } from './vote-rule.js';

const sound = {
  ballotKind: 'stances',
  quorum: null,
  tieRule: 'status-quo',
  lateQuorum: null,
  earlyClose: null,
  eligibility: { classes: null, standings: ['active'], weightByClass: {} },
  secretUntilClosed: false,
};
const eligible = (changes: object) => ({ eligibility: { ...sound.eligibility, ...changes } });
const quorum = (changes: object) => ({
  quorum: { share: '1/2', of: 'electorate', counts: 'ballots', ...changes },
});
const late = (withinHours: unknown, extendHours: unknown) => ({
  lateQuorum: { withinHours, extendHours },
});
const yearHours = 24 * 366;
const longest = 'x'.repeat(60);

describe('the shape of a vote’s rule', () => {
  it.each<[string, object]>([
    ['a kind of one letter', { ballotKind: 'x' }],
    ['a kind of sixty', { ballotKind: longest }],
    ['a run-off', { tieRule: 'run-off' }],
    ['a lot', { tieRule: 'lot' }],
    ['a quorum of the electorate', quorum({})],
    ['a quorum of active members', quorum({ of: 'active-members' })],
    ['a quorum of those who take a side', quorum({ counts: 'ballots-minus-abstentions' })],
    ['the shortest late quorum', late(1, 1)],
    ['the longest late quorum', late(yearHours, yearHours)],
    ['certain outcomes', { earlyClose: { when: 'outcome-certain' } }],
    ['a super-quorum', { earlyClose: { when: 'super-quorum', agreeShare: '3/4' } }],
    ['two classes', eligible({ classes: ['x', longest] })],
    ['every standing', eligible({ standings: ['active', 'paused', 'in-arrears'] })],
    ['the lightest class', eligible({ weightByClass: { worker: 1 } })],
    ['a class weighed by the register', eligible({ weightByClass: { worker: 'register' } })],
    ['the heaviest class', eligible({ weightByClass: { worker: 1_000_000 } })],
    ['a secret', { secretUntilClosed: true }],
  ])('may have %s, and is read as it was written', (_name, changes) => {
    expect(voteRule.parse({ ...sound, ...changes })).toEqual({ ...sound, ...changes });
  });

  it.each<[string, object, string]>([
    ['no kind', { ballotKind: '' }, 'ballotKind'],
    ['a kind of sixty-one letters', { ballotKind: `${longest}x` }, 'ballotKind'],
    ['a coin', { tieRule: 'coin' }, 'tieRule'],
    ['a quorum of nobody we know', quorum({ of: 'friends' }), 'quorum.of'],
    ['a quorum of nothing', quorum({ share: '0/1' }), 'quorum.share'],
    [
      'a super-quorum of nothing',
      { earlyClose: { when: 'super-quorum', agreeShare: '0/1' } },
      'earlyClose.agreeShare',
    ],
    ['a quorum of more than all', quorum({ share: '2/1' }), 'quorum.share'],
    ['a quorum that counts chairs', quorum({ counts: 'chairs' }), 'quorum.counts'],
    ['a quorum with more to it', quorum({ least: 3 }), 'quorum'],
    ['late by no hour', late(0, 1), 'lateQuorum.withinHours'],
    ['longer by no hour', late(1, 0), 'lateQuorum.extendHours'],
    ['late by more than a year', late(yearHours + 1, 1), 'lateQuorum.withinHours'],
    ['longer by half an hour', late(1, 0.5), 'lateQuorum.extendHours'],
    ['early for no reason', { earlyClose: { when: 'bored' } }, 'earlyClose.when'],
    [
      'a super-quorum of no share',
      { earlyClose: { when: 'super-quorum' } },
      'earlyClose.agreeShare',
    ],
    [
      'a share of certainty',
      { earlyClose: { when: 'outcome-certain', agreeShare: '1/2' } },
      'earlyClose',
    ],
    ['no class at all', eligible({ classes: [] }), 'eligibility.classes'],
    ['a class without a name', eligible({ classes: [''] }), 'eligibility.classes.0'],
    [
      'a class of sixty-one letters',
      eligible({ classes: [`${longest}x`] }),
      'eligibility.classes.0',
    ],
    ['no standing at all', eligible({ standings: [] }), 'eligibility.standings'],
    ['those who left', eligible({ standings: ['left'] }), 'eligibility.standings.0'],
    [
      'a class that weighs nothing',
      eligible({ weightByClass: { a: 0 } }),
      'eligibility.weightByClass.a',
    ],
    ['one too heavy', eligible({ weightByClass: { a: 1_000_001 } }), 'eligibility.weightByClass.a'],
    ['half a vote', eligible({ weightByClass: { a: 1.5 } }), 'eligibility.weightByClass.a'],
    ['eligibility with more to it', eligible({ age: 18 }), 'eligibility'],
    ['a secret by half', { secretUntilClosed: 'partly' }, 'secretUntilClosed'],
    ['a field that nobody knows', { colour: 'red' }, ''],
  ])('is refused with %s, and says where', (_name, changes, path) => {
    const { error } = voteRule.safeParse({ ...sound, ...changes });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});

describe('the shape of a rule of stances', () => {
  const threshold = { share: '1/2', strict: true, of: 'cast' };
  const ordinary = {
    stances: ['agree', 'disagree'],
    decision: { kind: 'threshold', agree: threshold },
    blocks: null,
  };
  const lazy = (objectionsToReject: number) => ({
    decision: { kind: 'lazy', objectionsToReject },
  });
  const agree = (changes: object) => ({
    decision: { kind: 'threshold', agree: { ...threshold, ...changes } },
  });

  it.each<[string, object]>([
    ['two stances', {}],
    ['four stances', { stances: ['agree', 'abstain', 'disagree', 'block'] }],
    ['one objection', lazy(1)],
    ['a million objections', lazy(1_000_000)],
    ['a share of the active members', agree({ of: 'active-members' })],
    ['a share that is enough', agree({ strict: false })],
    ['blocks that are lifted', { blocks: { liftedAtShare: '9/10' } }],
    ['blocks that nothing lifts', { blocks: { liftedAtShare: null } }],
  ])('may have %s', (_name, changes) => {
    expect(stancesRule.parse({ ...ordinary, ...changes })).toEqual({ ...ordinary, ...changes });
  });

  it.each<[string, object, string]>([
    ['one stance', { stances: ['agree'] }, 'stances'],
    ['a stance of another kind', { stances: ['agree', 'shrug'] }, 'stances.1'],
    ['no objection', lazy(0), 'decision.objectionsToReject'],
    ['a million and one', lazy(1_000_001), 'decision.objectionsToReject'],
    ['half an objection', lazy(1.5), 'decision.objectionsToReject'],
    ['a share of nothing we know', agree({ of: 'chairs' }), 'decision.agree.of'],
    ['a share of nothing', agree({ share: '0/1' }), 'decision.agree.share'],
    ['blocks lifted by nobody', { blocks: { liftedAtShare: '0/5' } }, 'blocks.liftedAtShare'],
    ['a share above all', agree({ share: '3/2' }), 'decision.agree.share'],
    ['strictness by half', agree({ strict: 'partly' }), 'decision.agree.strict'],
    ['a threshold with more to it', agree({ least: 3 }), 'decision.agree'],
    ['another way to decide', { decision: { kind: 'duel' } }, 'decision.kind'],
    [
      'blocks lifted by more than all',
      { blocks: { liftedAtShare: '2/1' } },
      'blocks.liftedAtShare',
    ],
    ['blocks with more to them', { blocks: { liftedAtShare: null, by: 'me' } }, 'blocks'],
    ['more to it', { colour: 'red' }, ''],
  ])('is refused with %s, and says where', (_name, changes, path) => {
    const { error } = stancesRule.safeParse({ ...ordinary, ...changes });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
