import { describe, expect, it } from 'vitest';
import { checkedDisplayName, checkedNote } from '../member/known-member.js';
import {
  checkedCooperativeName,
  checkedCurrency,
  checkedSlug,
  checkedTimeZone,
  parseSettings,
} from './cooperative.js';

const refusal = (code: string, ...path: string[]) =>
  expect.objectContaining({ code, path }) as Error;

describe('a short name', () => {
  it.each(['ab', 'a1', '42', 'forge-and-mill', 'x'.repeat(63)])('may be %s', (slug) => {
    expect(checkedSlug(slug)).toBe(slug);
  });

  it.each(['', 'a', 'x'.repeat(64), 'Forge', '-a', 'a-', 'a--b', 'a b', 'a_b', 'ü1', 'ab\n'])(
    'is not %j',
    (slug) => {
      expect(() => checkedSlug(slug)).toThrow(refusal('COOPERATIVE_SLUG_INVALID', 'slug'));
    },
  );
});

describe('names and notes', () => {
  it.each([
    [checkedCooperativeName, refusal('COOPERATIVE_NAME_INVALID', 'name')],
    [checkedDisplayName, refusal('MEMBER_NAME_INVALID', 'displayName')],
  ])('of %o have 1 to 200 characters besides the blanks around them', (checked, refused) => {
    expect(checked('  A ')).toBe('A');
    expect(checked(`${'x'.repeat(200)} `)).toHaveLength(200);
    expect(() => checked(' \n ')).toThrow(refused);
    expect(() => checked('x'.repeat(201))).toThrow(refused);
  });

  it('is none when there are only blanks, and has 5,000 characters at most', () => {
    expect([null, undefined, '', '  '].map(checkedNote)).toEqual([null, null, null, null]);
    expect(checkedNote(` ${'x'.repeat(5000)} `)).toHaveLength(5000);
    expect(() => checkedNote('x'.repeat(5001))).toThrow(refusal('NOTE_TOO_LONG', 'note'));
  });
});

describe('a co-operative', () => {
  it('takes applications and says nothing of itself until it does', () => {
    const nothing = { website: null, country: null, booksYears: null, vouchersYears: null };
    const none = { joining: 'open', description: '', ...nothing };
    expect(parseSettings({})).toEqual(none);
    expect(parseSettings({ country: 'DE' })).toEqual({ ...none, country: 'DE' });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a way of joining that there is not', { joining: 'sometimes' }, ['joining']],
    ['a description over 5,000 characters', { description: 'x'.repeat(5001) }, ['description']],
    ['a country that is none', { country: 'Germany' }, ['country']],
    ['a website that runs a script', { website: 'javascript:alert(1)' }, ['website']],
    ['vouchers for less than the law', { country: 'DE', vouchersYears: 7 }, ['vouchersYears']],
    ['books for less than any law, without a country', { booksYears: 9 }, ['booksYears']],
    ['books for ever', { booksYears: 31 }, ['booksYears']],
    ['a setting that nobody knows', { theme: 'dark' }, []],
  ])('refuses %s', (_, settings, path) => {
    expect(() => parseSettings(settings)).toThrow(
      refusal('COOPERATIVE_SETTINGS_INVALID', 'settings', ...path),
    );
  });

  it('keeps books and vouchers for as long as it likes, and as long as the law at least', () => {
    const kept = { country: 'GB', booksYears: 6, vouchersYears: 30 };
    expect(parseSettings(kept)).toMatchObject(kept);
  });

  it('knows its currency by three letters, and its days by a zone that exists', () => {
    expect([checkedCurrency('EUR'), checkedTimeZone('Europe/Berlin')]).toEqual([
      'EUR',
      'Europe/Berlin',
    ]);
    expect(() => checkedCurrency('eur')).toThrow(
      expect.objectContaining({ code: 'INVALID_CURRENCY' }) as Error,
    );
    expect(() => checkedTimeZone('Mars/Olympus')).toThrow(refusal('TIME_ZONE_UNKNOWN', 'timeZone'));
  });
});
