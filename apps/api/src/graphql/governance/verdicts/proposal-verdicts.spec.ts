import type { ProposalView } from '@rochdale/governance';
import { anonymousActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { viewerCan } from './proposal-verdicts.js';

const closesAt = new Date('2026-05-07T18:00:00Z');
const vote = { state: 'open', closesAt, proposerMemberId: 'ada' } as ProposalView;
const ada: Actor = {
  ...anonymousActor('mill'),
  kind: 'account',
  accountId: 'ada',
  memberId: 'ada',
  standing: 'active',
  roles: new Set(['secretary']),
  via: 'session',
};

it('lets nobody stop a vote whose time is over, though nobody has closed it', () => {
  const at = (now: Date) => {
    const { withdraw, cancel } = viewerCan(ada, vote, now, null);
    return [withdraw.reason, cancel.reason];
  };
  expect(at(new Date(closesAt.getTime() - 1))).toEqual([null, null]);
  const over = 'PROPOSAL_STATUS_CONFLICT';
  expect(at(closesAt)).toEqual([over, over]);
});

it('lets no officer stop an appeal, and nobody a vote on whether something stands', () => {
  const of = (more: Partial<ProposalView>) => {
    const now = new Date(closesAt.getTime() - 1);
    const { withdraw, cancel } = viewerCan(ada, { ...vote, ...more }, now, null);
    return [withdraw.reason, cancel.reason];
  };
  const refused = 'PROPOSAL_STATUS_CONFLICT';
  expect(of({ isAppeal: true })).toEqual([null, refused]);
  expect(of({ followsAs: 'ratification' })).toEqual([refused, refused]);
  expect(of({ followsAs: 'escalation' })).toEqual([null, null]);
});
