import { describe, expect, it } from 'vitest';
import { parseRule } from './decision-rule.js';
import { policyPacks } from './policy-packs.js';

const { rule } = policyPacks[0]!.policies[1]!;
const window = { minimumHours: 48, usualHours: 72, maximumHours: 96, urgentMinimumHours: 24 };
const read = (changes: object) => parseRule({ ...rule, ...changes });
const refusal = (path: readonly string[]) =>
  expect.objectContaining({ code: 'POLICY_RULE_INVALID', path }) as Error;

describe('the window of a decision rule', () => {
  it.each([
    ['shortest, usual and longest alike', { minimumHours: 72, maximumHours: 72 }],
    ['an urgent one as long as the shortest', { urgentMinimumHours: 48 }],
    ['none that is urgent', { urgentMinimumHours: null }],
    ['a year and a day', { maximumHours: 24 * 366 }],
  ])('may have %s', (_name, changes) => {
    expect(() => read({ window: { ...window, ...changes } })).not.toThrow();
  });

  it.each([
    ['the shortest above the usual', { minimumHours: 73 }],
    ['the usual above the longest', { usualHours: 97 }],
    ['an urgent one above the shortest', { urgentMinimumHours: 49 }],
  ])('is refused with %s', (_name, changes) => {
    expect(() => read({ window: { ...window, ...changes } })).toThrow(refusal(['rule']));
  });

  it.each([
    ['minimumHours', 0],
    ['usualHours', 0],
    ['maximumHours', 24 * 366 + 1],
    ['urgentMinimumHours', 0],
  ])('is refused with %s of %i', (field, hours) => {
    const wanted = { window: { ...window, [field]: hours } };
    expect(() => read(wanted)).toThrow(refusal(['rule', 'window', field]));
  });
});

describe('a decision rule', () => {
  it.each([
    ['noticeHours', -1],
    ['timelockHours', 0.5],
    ['executionWithinHours', 0],
    ['secondersNeeded', 21],
    ['ballotKind', ''],
    ['tieRule', 'coin'],
  ])('is refused with %s of %s, and says where', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(refusal(['rule', field]));
  });

  it.each([
    ['noticeHours', 0],
    ['timelockHours', 0],
    ['executionWithinHours', 1],
    ['secondersNeeded', 20],
  ])('may have %s of %s', (field, value) => {
    expect(read({ [field]: value })).toMatchObject({ [field]: value });
  });

  it.each([[null], [undefined], [7], ['stances'], [[]]])('is not %o', (input) => {
    expect(() => parseRule(input)).toThrow(
      expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
    );
  });

  it('names a ballot kind that there is, first of all', () => {
    expect(() => read({ ballotKind: 'seance' })).toThrow(refusal(['rule', 'ballotKind']));
  });

  it('has a late quorum only with a quorum', () => {
    const lateQuorum = { withinHours: 24, extendHours: 48 };
    expect(() => read({ quorum: null, lateQuorum })).toThrow('A late quorum needs a quorum.');
    expect(() => read({ quorum: null, lateQuorum: null })).not.toThrow();
  });
});
