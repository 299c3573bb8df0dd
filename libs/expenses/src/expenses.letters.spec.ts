import { lettersOn, newId } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { ClaimedForMember } from './expenses.events.js';
import './expenses.letters.js';

it('whom somebody else’s claim would pay is told how much, and that they may say no', () => {
  const data = { expenseId: newId(), memberId: newId(), amountMinor: '500', currency: 'EUR' };
  const [letter, ...others] = lettersOn(ClaimedForMember.type);
  expect(others).toEqual([]);
  expect(letter?.recipients(data)).toEqual([data.memberId]);
  for (const name of ['Ann', null]) {
    const to = { email: 'ann@example.org', name, language: 'en' };
    const { subject, text } = letter!.compose({ data, to, sender: 'Millpond' });
    expect(subject).toBe('Millpond: something is claimed for you');
    expect(text.startsWith('Dear Ann,')).toBe(name !== null);
    expect(text).toContain('5.00 EUR');
    expect(text).toContain('decline it');
  }
});
