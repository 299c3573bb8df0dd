import { canonicalJson } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../../testing/rules.js';
import type { StanceRule } from '../../testing/rules.js';
import { presentReading } from '../ballot-kind.js';
import { classOf, contradiction, isStancesRule, stanceWeights } from './stances.js';
import { stances } from './stances.kind.js';

const agree = (share: string, of: 'cast' | 'electorate' | 'active-members' = 'cast') =>
  ({ kind: 'threshold', agree: { share, strict: true, of } }) as const;
const superQuorum = (agreeShare: string) => ({ when: 'super-quorum', agreeShare }) as const;
const lazy = { kind: 'lazy', objectionsToReject: 1 } as const;
const silence = {
  decision: lazy,
  blocks: { liftedAtShare: null },
  earlyClose: superQuorum('1/2'),
};
const quorum = (of: 'electorate' | 'active-members') =>
  ({ share: '1/4', of, counts: 'ballots' }) as const;

describe('a rule of stances', () => {
  it.each<[string, Partial<StanceRule>, string]>([
    ['a stance twice', { stances: ['agree', 'agree', 'disagree', 'block'] }, 'named twice'],
    ['blocks without the stance', { stances: ['agree', 'disagree'] }, 'Blocks need both'],
    ['the stance without blocks', { blocks: null }, 'Blocks need both'],
    ['a threshold of nobody', { stances: ['abstain', 'disagree', 'block'] }, 'agree has to be'],
    ['no way to say no', { stances: ['agree', 'abstain'], blocks: null }, 'Nobody could say no'],
    ['more than all', { decision: agree('3/3') }, 'more than all'],
    [
      'a super-quorum below its threshold',
      { decision: agree('3/4'), earlyClose: superQuorum('1/4') },
      'no smaller a share',
    ],
    [
      'a super-quorum of nobody',
      {
        stances: ['disagree', 'abstain'],
        blocks: null,
        decision: lazy,
        earlyClose: superQuorum('1/2'),
      },
      'counts those who agree',
    ],
    ['blocks lifted in silence', { decision: lazy }, 'nothing lifts it'],
    [
      'two bodies',
      { decision: agree('1/2', 'electorate'), quorum: quorum('active-members') },
      'the same body',
    ],
    [
      'two bodies, the other way round',
      { decision: agree('1/2', 'active-members'), quorum: quorum('electorate') },
      'the same body',
    ],
  ])('is refused with %s', (_name, changes, problem) => {
    expect(contradiction(ruleLike(changes))).toContain(problem);
  });

  it.each<[string, Partial<StanceRule>]>([
    ['blocks that nothing lifts, in silence', { decision: lazy, blocks: { liftedAtShare: null } }],
    ['a super-quorum at its threshold', { earlyClose: superQuorum('1/2') }],
    ['a super-quorum above it', { earlyClose: superQuorum('1/1') }],
    ['no blocks', { stances: ['agree', 'disagree'], blocks: null }],
    ['blocks as the only no', { stances: ['agree', 'block'] }],
    [
      'silence without agreeing',
      { stances: ['abstain', 'disagree'], decision: lazy, blocks: null },
    ],
    ['one body', { decision: agree('1/2', 'electorate'), quorum: quorum('electorate') }],
    ['a body without a quorum', { decision: agree('1/2', 'electorate'), quorum: null }],
    ['silence that a super-quorum ends', silence],
    ['a quorum of active members', { quorum: quorum('active-members') }],
  ])('may have %s', (_name, changes) => {
    expect(contradiction(ruleLike(changes))).toBeNull();
  });

  it('is of the class of what it asks for', () => {
    const of = (share: string) => classOf(ruleLike({ decision: agree(share) }));
    expect([of('0/1'), of('49/99'), of('50/99')]).toEqual([
      'minority',
      'minority',
      'supermajority',
    ]);
    expect([of('1/2'), of('2/4'), of('2/3')]).toEqual(['majority', 'majority', 'supermajority']);
    expect(classOf(ruleLike({ decision: lazy }))).toBe('lazy-consensus');
  });

  it('is told by its ballot kind', () => {
    expect(isStancesRule(ruleLike())).toBe(true);
    expect(isStancesRule({ ...ruleLike(), ballotKind: 'single-choice' })).toBe(false);
  });
});

describe('ballots of stances', () => {
  it('weigh together by stance; what is not there weighs nothing', () => {
    const groups = [
      { mark: 'agree', ballots: 2, weight: 5n },
      { mark: 'block', ballots: 1, weight: 1n },
      { mark: 'agree', ballots: 1, weight: 2n },
    ];
    expect(stanceWeights(groups)).toEqual({ agree: 7n, abstain: 0n, disagree: 0n, block: 1n });
    expect(() => stanceWeights([{ mark: 'maybe', ballots: 1, weight: 1n }])).toThrow('no stance');
  });

  const check = (stance: 'agree' | 'abstain' | 'block', reason: string | null) => () =>
    stances.check(stance, { rule: ruleLike({ stances: ['agree', 'disagree', 'block'] }), reason });

  it('are what the vote offers, and a block says why', () => {
    expect(check('agree', null)).not.toThrow();
    expect(check('block', 'because')).not.toThrow();
    const refused = (code: string) => expect.objectContaining({ code }) as Error;
    expect(check('block', null)).toThrow(refused('BLOCK_NEEDS_REASON'));
    expect(check('abstain', null)).toThrow(refused('STANCE_NOT_OFFERED'));
    const at = (...path: string[]) => expect.objectContaining({ path }) as Error;
    expect(check('block', null)).toThrow(at('reason'));
    expect(check('abstain', null)).toThrow(at('stance'));
    expect(check('abstain', null)).toThrow('This vote offers agree, disagree, block.');
  });

  it('take part without a side only by abstaining', () => {
    const marks = ['agree', 'abstain', 'disagree', 'block'] as const;
    expect(marks.filter((mark) => stances.abstains(mark))).toEqual(['abstain']);
  });

  it('have two sides, which a run-off or a lot can decide between', () => {
    expect(stances.isTwoSided).toBe(true);
  });

  it('are called a stance on receipts, as they ever were', () => {
    expect(stances.onReceipt?.('agree')).toEqual({ stance: 'agree' });
  });
});

describe('the count on record', () => {
  const figures = {
    castWeight: '12',
    agreeBaseWeight: '12',
    quorumWeight: '12',
    quorumNeededWeight: '0',
    quorumReached: true,
    agreementReached: true,
    blockStands: false,
  };
  const onRecord = { agree: '12', abstain: '0', disagree: '0', block: '0', figures };

  it('is the count in JSON, number by number', () => {
    const size = { electorateWeight: 12n, activeMembersWeight: 12n };
    const { count } = stances.count([{ mark: 'agree', ballots: 1, weight: 12n }], {
      rule: ruleLike({ blocks: null }),
      size,
      reading: presentReading,
    });
    expect(JSON.parse(canonicalJson(count))).toEqual(onRecord);
    expect(stances.counted.parse(onRecord)).toEqual(onRecord);
  });

  it.each(['', '1a', 'a1', '-1', '1.5', 12])('has no weight of %j', (agree) => {
    expect(stances.counted.safeParse({ ...onRecord, agree }).success).toBe(false);
  });

  it('has nothing more to it, and nothing less', () => {
    const { castWeight: _, ...fewer } = figures;
    for (const other of [fewer, { ...figures, more: '1' }]) {
      expect(stances.counted.safeParse({ ...onRecord, figures: other }).success).toBe(false);
    }
    const { block: _block, ...less } = onRecord;
    expect(stances.counted.safeParse(less).success).toBe(false);
    expect(stances.counted.safeParse({ ...onRecord, more: '1' }).success).toBe(false);
  });
});
