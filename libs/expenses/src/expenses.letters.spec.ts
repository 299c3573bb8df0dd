import { lettersOn, newId } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { ClaimedForMember, ClaimUndecided, DebtVoided } from './expenses.events.js';
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

it('whom a voided debt concerns is told that nothing is paid, and not why', () => {
  const data = { expenseId: newId(), memberIds: [newId()], amountMinor: '500', currency: 'EUR' };
  const [letter, ...others] = lettersOn(DebtVoided.type);
  expect(others).toEqual([]);
  expect(letter?.recipients(data)).toEqual(data.memberIds);
  const to = { email: 'ada@example.org', name: null, language: 'en' };
  const { subject, text } = letter!.compose({ data, to, sender: 'Millpond' });
  expect(subject).toBe('Millpond: what was owed to a partner was voided');
  expect(text).toContain('5.00 EUR');
  expect(text).toContain('cancelled');
});

it('a claim that nobody decides: who waits, and who decides it, are told what they can do', () => {
  const [ada, ben] = [newId(), newId()];
  const letters = lettersOn(ClaimUndecided.type);
  const told = (state: string, memberId: string | null) => {
    const data = { expenseId: newId(), memberId, state, officerMemberIds: [ben] };
    return letters.flatMap(({ kind, recipients }) => recipients(data).map((to) => [kind, to]));
  };
  const waits = ['expenses.claim-waits', ben];
  expect(told('lapses-soon', ada)).toEqual([['expenses.claim-lapses-soon', ada], waits]);
  expect(told('lapsed', ada)).toEqual([['expenses.claim-lapsed', ada]]);
  expect([told('lapses-soon', null), told('lapsed', null)]).toEqual([[waits], []]);
  const says = [
    'thirty days',
    'approve or reject',
    'can be used again',
    'claimed something for you',
  ];
  const paid = { memberId: ada, isPayee: true, officerMemberIds: [] };
  for (const state of ['lapses-soon', 'lapsed']) {
    const data = { expenseId: newId(), state, ...paid };
    const to = letters.flatMap(({ kind, recipients }) => recipients(data).map(() => kind));
    expect(to).toEqual(['expenses.claim-for-you-lapses']);
  }
  for (const [at, letter] of letters.entries()) {
    const data = { expenseId: newId(), memberId: ada, state: 'lapsed', officerMemberIds: [] };
    for (const name of ['Ada', null]) {
      const to = { email: 'ada@example.org', name, language: 'en' };
      const { subject, text } = letter.compose({ data, to, sender: 'Millpond' });
      expect(subject).toMatch(/^Millpond: /);
      expect(text).toContain(says[at]);
      expect(text).not.toContain('null');
    }
  }
});

it('a claim that some approved and others did not is not said to be decided by nobody', () => {
  const data = (given: number) => ({
    expenseId: newId(),
    memberId: newId(),
    state: 'lapsed',
    officerMemberIds: [],
    approvals: { given, needed: 2 },
  });
  const to = { email: 'ada@example.org', name: 'Ada', language: 'en' };
  for (const letter of lettersOn(ClaimUndecided.type)) {
    const says = (given: number) =>
      letter.compose({ data: data(given), to, sender: 'Mill' }).text.replaceAll('\n', ' ');
    expect(says(1)).toContain('only 1 of 2 approved it');
    expect(says(1)).not.toMatch(/nobody (has )?decided/);
    expect(says(0)).not.toContain('approved it');
  }
});
