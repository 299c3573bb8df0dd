import { anonymousActor, newId, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import type { ProposalRecord } from './proposal.store.js';
import { requireProposer, requireShown } from './proposer.js';

const [cooperativeId, memberId] = [newId(), newId()];

const memberActor = (id: string, roles: readonly Role[] = []): Actor => ({
  ...anonymousActor(),
  kind: 'account',
  cooperativeId,
  memberId: id,
  standing: 'active',
  roles: new Set(roles),
});

const putForward: ReadonlySet<string> = new Set(['notice', 'open', 'passed']);
const proposedBy = (
  proposerMemberId: string | null,
  state: ProposalRecord['state'] = 'open',
): ProposalRecord => ({
  id: newId(),
  proposerMemberId,
  subjectKind: null,
  subjectId: null,
  policyId: newId(),
  state,
  windowHours: 144,
  urgentReason: null,
  version: 1,
  openedAt: null,
  isHearing: false,
  options: null,
  voteTerms: null,
  visibility: 'public',
  rule: null,
  ruleHash: null,
  noticeUntil: null,
  closesAt: putForward.has(state) ? new Date('2026-11-02T10:00:00Z') : null,
  electorateWeight: null,
  activeMembersWeight: null,
  lotCommitment: null,
  lotSeed: null,
  executeAt: null,
  executeBefore: null,
  runOffOfId: null,
  followsAs: null,
});

const notYours = expect.objectContaining({
  code: 'PROPOSAL_NOT_YOURS',
  path: ['proposalId'],
}) as Error;

describe('the proposer of a proposal', () => {
  it('is the member who made it, and the service itself', () => {
    const mine = proposedBy(memberId);
    expect(() => requireProposer(memberActor(memberId), mine, 0)).not.toThrow();
    const myDraft = proposedBy(memberId, 'draft');
    expect(() => requireProposer(memberActor(memberId), myDraft, 0)).not.toThrow();
    expect(() => requireProposer(systemActor(cooperativeId, 'job'), mine, 0)).not.toThrow();
  });

  it('is no other member, whatever their office', () => {
    const secretary = memberActor(newId(), ['secretary', 'administrator']);
    expect(() => requireProposer(secretary, proposedBy(memberId), 0)).toThrow(notYours);
  });

  it('is all that learns of a draft: to others there is none', () => {
    const notFound = expect.objectContaining({
      code: 'PROPOSAL_NOT_FOUND',
      path: ['proposalId'],
    }) as Error;
    const draft = proposedBy(memberId, 'draft');
    expect(() => requireProposer(memberActor(newId()), draft, 0)).toThrow(notFound);
    // One that looks for seconders is shown to every member.
    expect(() => requireProposer(memberActor(newId()), draft, 1)).toThrow(notYours);
  });

  it('is nobody who is no member, of a proposal that no member made', () => {
    const roomsOwn = proposedBy(null);
    const outsider = { ...memberActor(memberId), memberId: null };
    expect(() => requireProposer(outsider, roomsOwn, 0)).toThrow(notYours);
    expect(() => requireProposer(anonymousActor(), roomsOwn, 0)).toThrow(notYours);
    expect(() => requireProposer(memberActor(memberId), roomsOwn, 0)).toThrow(notYours);
  });
});

describe('a proposal that is shown', () => {
  const [other, mine] = [
    memberActor(newId(), ['secretary', 'administrator']),
    memberActor(memberId),
  ];
  const notFound = expect.objectContaining({ code: 'PROPOSAL_NOT_FOUND' }) as Error;

  it('is every one that left the draft, and a draft that looks for seconders', () => {
    for (const state of ['notice', 'open', 'passed'] as const) {
      expect(() => requireShown(other, proposedBy(memberId, state), 0)).not.toThrow();
    }
    expect(() => requireShown(other, proposedBy(memberId, 'draft'), 1)).not.toThrow();
    const withdrawn = { ...proposedBy(memberId), state: 'withdrawn' } as const;
    expect(() => requireShown(other, withdrawn, 0)).not.toThrow();
  });

  it('is no draft that ended, but to its proposer', () => {
    for (const state of ['cancelled', 'withdrawn'] as const) {
      expect(() => requireShown(other, proposedBy(memberId, state), 0)).toThrow(notFound);
      expect(() => requireShown(mine, proposedBy(memberId, state), 0)).not.toThrow();
    }
  });

  it('is no other draft, but to its proposer and the service itself', () => {
    const draft = proposedBy(memberId, 'draft');
    expect(() => requireShown(other, draft, 0)).toThrow(notFound);
    expect(() => requireShown(anonymousActor(), proposedBy(null, 'draft'), 0)).toThrow(notFound);
    expect(() => requireShown(mine, draft, 0)).not.toThrow();
    expect(() => requireShown(systemActor(cooperativeId, 'job'), draft, 0)).not.toThrow();
  });
});
