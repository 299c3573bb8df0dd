import { lettersOn, newId } from '@rochdale/platform';
import { expect, it } from 'vitest';
import {
  CandidacyDecided,
  CandidatePutUp,
  ProposalNotOpened,
  ProposalOpened,
} from './governance.events.js';
import { CommentRemoved, MemberMentioned, WordsRemoved } from './discussion/comment.events.js';
import { ReviewDue } from './outcome/outcome.events.js';
import './governance.letters.js';

const toldBy = (type: string, data: { readonly memberId: string }) => {
  const [letter, ...others] = lettersOn(type);
  expect(others).toEqual([]);
  expect(letter?.recipients(data)).toEqual([data.memberId]);
  return ['Ann', null].map((name) => {
    const to = { email: 'ann@example.org', name, language: 'en' };
    const { subject, text } = letter!.compose({ data, to, sender: 'Millpond' });
    expect(subject).toMatch(/^Millpond: /);
    expect(text.startsWith('Dear Ann,')).toBe(name !== null);
    expect(text).not.toMatch(/null|undefined/);
    return text;
  });
};

it('who was put up by somebody else is told since when, and how not to stand', () => {
  const who = { proposalId: newId(), memberId: newId() };
  const noticeUntil = '2026-02-03T22:00:00.000Z';
  for (const [told, says] of [
    [{ noticeUntil: null, opensOn: null, isMoved: false }, 'from now on.'],
    [{ noticeUntil, opensOn: '2026-02-04', isMoved: false }, 'from 2026-02-04 on.'],
    [{ noticeUntil, opensOn: '2026-02-04', isMoved: true }, '2026-02-04 on, later than we wrote'],
    [{ noticeUntil }, 'from 2026-02-03 on.'],
  ] as const) {
    for (const text of toldBy(CandidatePutUp.type, { ...who, ...told })) {
      expect(text).toContain(says);
      expect(text).toContain('a secretary can stop it');
    }
  }
});

it('who proposed what could not open is told why, and that nobody voted on it', () => {
  const who = { proposalId: newId(), memberId: newId() };
  for (const [code, says] of [
    ['PROPOSAL_CANDIDATE_GONE', 'on the list of members no more'],
    ['ELECTORATE_EMPTY', 'nobody who may vote'],
    ['PROPOSAL_NEEDS_SECONDER', 'Fewer members seconded it'],
    ['VOTING_PERIOD_TOO_LONG', 'Its policy, as it is by now,'],
  ] as const) {
    for (const text of toldBy(ProposalNotOpened.type, { ...who, code } as typeof who)) {
      expect(text).toContain(says);
    }
  }
});

it('who is elected by ballots that were counted again is told that a seat fell free', () => {
  const who = { proposalId: newId(), memberId: newId(), isElected: true };
  for (const text of toldBy(CandidacyDecided.type, { ...who, isCountBack: true } as typeof who)) {
    expect(text).toContain('a seat fell free');
    expect(text).toContain('the same ballots were counted again');
    expect(text).not.toContain('from the day that the election says');
  }
  for (const text of toldBy(CandidacyDecided.type, who)) {
    expect(text).toContain('the members elected you');
    expect(text).not.toContain('fell free');
  }
});

it('whoever may vote is told when voting opens, and until when', () => {
  const data = {
    proposalId: newId(),
    subjectKind: null,
    subjectId: null,
    closesAt: '2026-03-01T10:00:00.000Z',
    ruleHash: 'x',
    electorateHash: 'x',
    toldSize: 3,
    lotCommitment: null,
  };
  const [letter, ...others] = lettersOn(ProposalOpened.type);
  expect([others, letter?.recipients(data), letter?.votersOf(data)]).toEqual([
    [],
    [],
    data.proposalId,
  ]);
  const to = { email: 'ann@example.org', name: 'Ann', language: 'en' };
  const { subject, text } = letter!.compose({ data, to, sender: 'Millpond' });
  expect(subject).toBe('Millpond: you can vote');
  expect(text).toContain('until 2026-03-01 10:00 (UTC).');
  const done = letter!.compose({ data: { ...data, isAlreadyDone: true }, to, sender: 'Millpond' });
  expect(done.subject).toBe('Millpond: something was done');
  expect(done.text).toContain('You can object until 2026-03-01 10:00 (UTC):');
  expect(done.text).not.toContain('vote in it');
});

it('who is mentioned is told that, and no word of what was said', () => {
  const who = { proposalId: newId(), commentId: newId(), memberId: newId() };
  for (const text of toldBy(MemberMentioned.type, who)) {
    expect(text).toContain('somebody mentioned you');
  }
});

it('who proposed what is looked at again is told that the day has come', () => {
  for (const text of toldBy(ReviewDue.type, { proposalId: newId(), memberId: newId() } as never)) {
    expect(text).toContain('look again');
  }
});

it('whose words an officer took out is told why, and who took back their own is not', () => {
  const who = { proposalId: newId(), memberId: newId() };
  for (const because of ['personal-data', 'offence', 'unlawful', 'off-topic']) {
    for (const text of toldBy(WordsRemoved.type, { ...who, because } as typeof who)) {
      expect(text).not.toContain(`${because}.`);
    }
  }
  expect(lettersOn(CommentRemoved.type)).toEqual([]);
});
