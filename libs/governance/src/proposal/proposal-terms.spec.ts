import { describe, expect, it } from 'vitest';
import { policyPacks } from '../policy/policy-packs.js';
import { checkText, windowHours } from './proposal-terms.js';

const { rule } = policyPacks[0]!.policies.find(({ key }) => key === 'ordinary')!;
const coded = (code: string) => expect.objectContaining({ code }) as Error;

describe('the time that voting is open', () => {
  it('is the policy’s usual one unless asked otherwise, within its bounds', () => {
    expect(windowHours(rule, {})).toBe(144);
    expect(windowHours(rule, { windowHours: 200 })).toBe(200);
    expect(windowHours(rule, { windowHours: 2160 })).toBe(2160);
    expect(() => windowHours(rule, { windowHours: 2161 })).toThrow(coded('VOTING_PERIOD_TOO_LONG'));
  });

  it('is shorter only when urgent, with a reason, and not shorter than urgent allows', () => {
    expect(() => windowHours(rule, { windowHours: 143 })).toThrow(coded('URGENCY_NEEDS_REASON'));
    expect(() => windowHours(rule, { windowHours: 143, urgentReason: ' ' })).toThrow(
      coded('URGENCY_NEEDS_REASON'),
    );
    expect(windowHours(rule, { windowHours: 48, urgentReason: 'The roof leaks.' })).toBe(48);
    expect(() => windowHours(rule, { windowHours: 47, urgentReason: 'The roof leaks.' })).toThrow(
      coded('VOTING_PERIOD_TOO_SHORT'),
    );
  });

  it('is never shorter where the policy knows no urgency', () => {
    const patient = { ...rule, window: { ...rule.window, urgentMinimumHours: null } };
    expect(() => windowHours(patient, { windowHours: 143, urgentReason: 'Now!' })).toThrow(
      coded('VOTING_PERIOD_TOO_SHORT'),
    );
  });
});

describe('the text of a proposal', () => {
  it.each([
    ['an empty title', { title: '  ', body: '' }],
    ['a title without end', { title: 'x'.repeat(201), body: '' }],
    ['a body without end', { title: 'x', body: 'x'.repeat(50_001) }],
    ['a character that Postgres cannot keep', { title: 'x', body: '\0' }],
  ])('is refused with %s', (_name, text) => {
    expect(() => checkText(text)).toThrow(coded('PROPOSAL_TEXT_INVALID'));
  });
});
