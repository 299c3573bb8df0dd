import { describe, expect, it } from 'vitest';
import type { DecisionRule } from '../policy/decision-rule.js';
import { isAtLeast } from './least-policy.js';

const rule = (changes: object = {}) =>
  ({
    ballotKind: 'stances',
    stances: ['agree', 'disagree'],
    decision: { kind: 'threshold', agree: { share: '1/2', strict: false, of: 'cast' } },
    blocks: null,
    quorum: null,
    tieRule: 'status-quo',
    earlyClose: null,
    lateQuorum: null,
    secretUntilClosed: false,
    eligibility: { classes: null, standings: ['active'], weightByClass: {} },
    window: { minimumHours: 24, usualHours: 48, maximumHours: 96, urgentMinimumHours: null },
    noticeHours: 12,
    timelockHours: 24,
    ...changes,
  }) as unknown as DecisionRule;
const held = (window: object) => rule({ window: { ...rule().window, ...window } });
const buffer = (atLeastMinor: string, fundKey = 'common') =>
  rule({ buffer: { fundKey, atLeastMinor, currency: 'EUR' } });

describe('a policy is no looser than another', () => {
  it.each<[string, DecisionRule, DecisionRule]>([
    ['with as long a window', held({ minimumHours: 25 }), rule()],
    ['that is not shortened', rule(), held({ urgentMinimumHours: 2 })],
    ['with as long a notice', rule(), rule({ noticeHours: 0 })],
    ['with as long a timelock', rule(), rule({ timelockHours: 0 })],
    ['with as large a buffer', buffer('900'), buffer('100')],
    ['with a buffer', buffer('100'), rule()],
  ])('%s', (_, stricter, looser) => {
    expect(isAtLeast(stricter, stricter)).toBe(true);
    expect(isAtLeast(stricter, looser)).toBe(true);
    expect(isAtLeast(looser, stricter)).toBe(false);
  });

  it('only with the buffer of the same fund, counted alike', () => {
    const ofFund = rule({ buffer: { fundKey: 'common' } });
    expect(isAtLeast(ofFund, ofFund)).toBe(true);
    expect(isAtLeast(ofFund, buffer('100'))).toBe(false);
    expect(isAtLeast(buffer('100'), ofFund)).toBe(false);
    expect(isAtLeast(buffer('900', 'other'), buffer('100'))).toBe(false);
  });
});
