import { lettersOn } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import {
  DelegationEnded,
  DelegationGiven,
  OwnPaperEntered,
  PaperChanged,
  PapersAsked,
  ProxyRecorded,
} from './voting.events.js';
import './voting.letters.js';

const memberId = '0198a0b0-0000-7000-8000-000000000001';
const to = { email: 'ada@example.org', name: 'Ada', language: 'en' };
const about = { delegationId: memberId, memberId, scope: 'all', proposalId: null };

/** To whom it goes, and what it says. */
function written(type: string, data: Record<string, unknown>) {
  const [letter] = lettersOn(type);
  if (letter === undefined) throw new Error(`${type} has a letter`);
  const { text } = letter.compose({ data, to, sender: 'Millpond' });
  return { to: letter.recipients(data), text };
}

describe('letters about who votes for whom', () => {
  it('tell a delegate that somebody chose them, and who chose gets none', () => {
    const told = written(DelegationGiven.type, { ...about, as: 'delegate' });
    expect(told).toEqual({
      to: [memberId],
      text: expect.stringContaining('another member has you vote for them wherever'),
    });
    expect(written(DelegationGiven.type, { ...about, as: 'delegator' }).to).toEqual([]);
  });

  it.each([
    ['delegator', 'revoked', 'a member whom you had vote for you', 'has ended it'],
    ['delegator', 'standing', 'Whom you chose votes for you no more.', 'not on the list'],
    ['delegate', 'replaced', 'a member for whom you vote', 'has ended it'],
  ])('tell a %s that it is over, as it was %s', (as, because, ...said) => {
    const data = { ...about, as, because };
    const told = written(DelegationEnded.type, { ...data, byOneself: false });
    expect(told.to).toEqual([memberId]);
    for (const words of said) expect(told.text).toContain(words);
    // Whoever ended it knows.
    expect(written(DelegationEnded.type, { ...data, byOneself: true }).to).toEqual([]);
  });

  it('tell whoever gave a proxy on paper that it is on record, and how they end it', () => {
    const { to: told, text } = written(ProxyRecorded.type, { ...about, proposalId: memberId });
    expect(told).toEqual([memberId]);
    expect(text).toContain('If it is not right, end it there');
  });
});

describe('letters about papers', () => {
  it.each([
    ['handed-out', 'If you hold none, say so'],
    ['taken-back', 'Until they say so you vote by that paper alone.'],
    ['returned', 'or put it into the box, tell the auditors'],
    ['refused', 'another\nthat it did not'],
  ])('tell its voter that theirs was %s', (to, words) => {
    const told = written(PaperChanged.type, { proposalId: memberId, memberId, to });
    expect(told).toEqual({ to: [memberId], text: expect.stringContaining(words) });
  });

  it('do not tell them what they said themselves', () => {
    const data = { proposalId: memberId, memberId, to: 'disowned' };
    expect(written(PaperChanged.type, data).to).toEqual([]);
  });

  it('tell its voter that papers were entered', () => {
    const told = written(OwnPaperEntered.type, { proposalId: memberId, memberId });
    expect(told).toEqual({ to: [memberId], text: expect.stringContaining('were entered') });
  });

  it.each([
    ['enter', 'nobody has entered what they say'],
    ['confirm', 'somebody else than who entered them'],
  ])('ask those who %s them', (asks, words) => {
    const about = { proposalId: memberId, officerMemberIds: [memberId], asks };
    const told = written(PapersAsked.type, { ...about, isReminder: true });
    expect(told).toEqual({ to: [memberId], text: expect.stringContaining(words) });
  });
});
