import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyPacks } from '../policy/policy-packs.js';
import { checkText, windowHours } from './proposal-terms.js';

const { rule } = policyPacks[0]!.policies.find(({ key }) => key === 'ordinary')!;
const coded = (code: string, path: string) =>
  expect.objectContaining({ code, path: [path] }) as Error;
const tooLong = coded('VOTING_PERIOD_TOO_LONG', 'windowHours');
const tooShort = coded('VOTING_PERIOD_TOO_SHORT', 'windowHours');
const unreasoned = coded('URGENCY_NEEDS_REASON', 'urgentReason');
const urgentReason = 'The roof leaks.';

describe('the time that voting is open', () => {
  it('is the policy’s usual one unless asked otherwise, within its bounds', () => {
    expect(windowHours(rule, {})).toBe(144);
    expect(windowHours(rule, { windowHours: null })).toBe(144);
    expect(windowHours(rule, { windowHours: 144 })).toBe(144);
    expect(windowHours(rule, { windowHours: 200 })).toBe(200);
    expect(windowHours(rule, { windowHours: 2160 })).toBe(2160);
    expect(() => windowHours(rule, { windowHours: 2161 })).toThrow(tooLong);
    expect(() => windowHours(rule, { windowHours: 2161 })).toThrow('at most 2160 hours');
  });

  it('is whole hours', () => {
    for (const hours of [144.5, Number.NaN, Number.POSITIVE_INFINITY, 47.9]) {
      expect(() => windowHours(rule, { windowHours: hours, urgentReason })).toThrow(tooLong);
    }
  });

  it('is shorter only when urgent, with a reason, and not shorter than urgent allows', () => {
    for (const reason of [undefined, null, '', ' ', '\n\t']) {
      const terms = { windowHours: 143, ...(reason === undefined ? {} : { urgentReason: reason }) };
      expect(() => windowHours(rule, terms)).toThrow(unreasoned);
    }
    expect(windowHours(rule, { windowHours: 48, urgentReason })).toBe(48);
    expect(() => windowHours(rule, { windowHours: 47, urgentReason })).toThrow(tooShort);
    expect(() => windowHours(rule, { windowHours: 47, urgentReason })).toThrow('at least 48 hours');
  });

  it('is never shorter where the policy knows no urgency', () => {
    const patient = { ...rule, window: { ...rule.window, urgentMinimumHours: null } };
    expect(() => windowHours(patient, { windowHours: 143, urgentReason })).toThrow(tooShort);
    expect(() => windowHours(patient, { windowHours: 143, urgentReason })).toThrow(
      'at least 144 hours',
    );
    expect(windowHours(patient, { windowHours: 144 })).toBe(144);
  });

  it('is never nothing or less', () => {
    for (const hours of [0, -1]) {
      expect(() => windowHours(rule, { windowHours: hours, urgentReason })).toThrow(tooShort);
    }
  });

  it('lies within the policy’s bounds whatever is asked for', () => {
    const reasons = fc.option(fc.constantFrom('', ' ', urgentReason));
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 2300 }), reasons, (wanted, reason) => {
        const isUsual = wanted >= 144 && wanted <= 2160;
        const isUrgent = wanted >= 48 && wanted < 144 && reason === urgentReason;
        const ask = () => windowHours(rule, { windowHours: wanted, urgentReason: reason });
        if (isUsual || isUrgent) expect(ask()).toBe(wanted);
        else expect(ask).toThrow(/^Voting is open for at|^A shorter vote says why/);
      }),
    );
  });
});

describe('the text of a proposal', () => {
  it.each([
    ['an empty title', 'title', { title: '', body: 'x' }],
    ['a title of blanks', 'title', { title: ' \n ', body: 'x' }],
    ['a title without end', 'title', { title: 'x'.repeat(201), body: '' }],
    ['a body without end', 'body', { title: 'x', body: 'x'.repeat(50_001) }],
    ['a character that Postgres cannot keep', 'body', { title: 'x', body: 'a\0b' }],
    ['what is left of one that was forgotten', 'title', { title: ' Erased ', body: '' }],
    ['such a character in its title', 'title', { title: 'a\0b', body: '' }],
    ['a title that reads otherwise', 'title', { title: 'Pay \u202E04\u202C', body: '' }],
    ['a title of two lines', 'title', { title: 'Pay\n\nnothing', body: '' }],
    ['a body that reads otherwise', 'body', { title: 'x', body: 'Pay \u202E04' }],
  ])('is refused with %s, and says where', (_name, path, text) => {
    expect(() => checkText(text)).toThrow(coded('PROPOSAL_TEXT_INVALID', path));
  });

  it.each([
    ['a letter, and nothing to explain', { title: 'x', body: '' }],
    ['the longest title, with blanks around it', { title: ` ${'x'.repeat(200)} `, body: '' }],
    ['the longest body', { title: 'x', body: 'x'.repeat(50_000) }],
  ])('may be %s', (_name, text) => {
    expect(() => checkText(text)).not.toThrow();
  });
});
