import type { Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { expenseStatuses } from '../expense/expense.js';
import type { Approver, Decidable } from './approver.js';
import { whyNotApprove, whyNotRefuse } from './approver.js';

const office = { kind: 'role', role: 'treasurer', approvals: 1 } as const;
const vote = { kind: 'vote', policyKey: 'expense-standard' } as const;

const claim: Decidable = {
  status: 'submitted',
  band: office,
  submitterMemberId: 'ada',
  payeeKind: 'member',
  payeeId: 'bea',
};

const holder = (memberId: string | null, ...roles: Role[]): Approver => ({
  memberId,
  roles: new Set(roles),
});
const tess = holder('tess', 'treasurer');

describe('who may approve an expense', () => {
  it.each<[string, Approver, Partial<Decidable>, string | null]>([
    ['somebody else who holds the office', tess, {}, null],
    ['who holds it beside other offices', holder('tess', 'secretary', 'treasurer'), {}, null],
    ['who holds another office', holder('sam', 'secretary'), {}, 'APPROVER_ROLE_REQUIRED'],
    ['who holds no office', holder('max'), {}, 'APPROVER_ROLE_REQUIRED'],
    [
      'an administrator, who is no treasurer',
      holder('ann', 'administrator'),
      {},
      'APPROVER_ROLE_REQUIRED',
    ],
    ['its submitter', holder('ada', 'treasurer'), {}, 'PAYEE_MAY_NOT_APPROVE'],
    ['its payee', holder('bea', 'treasurer'), {}, 'PAYEE_MAY_NOT_APPROVE'],
    [
      'who claims for themselves',
      holder('ada', 'treasurer'),
      { payeeId: 'ada' },
      'PAYEE_MAY_NOT_APPROVE',
    ],
    [
      'who claims for a partner',
      holder('ada', 'treasurer'),
      { payeeKind: 'partner', payeeId: 'p' },
      'PAYEE_MAY_NOT_APPROVE',
    ],
    [
      'a member whose id a partner happens to have',
      holder('bea', 'treasurer'),
      { payeeKind: 'partner' },
      null,
    ],
    [
      'an office that nobody of the members holds',
      holder(null, 'treasurer'),
      {},
      'PAYEE_MAY_NOT_APPROVE',
    ],
    ['anybody, where the members vote', tess, { band: vote }, 'EXPENSE_NEEDS_VOTE'],
    ['anybody, where nothing was asked for yet', tess, { band: null }, 'EXPENSE_NEEDS_VOTE'],
  ])('%s', (_who, approver, changes, reason) => {
    expect(whyNotApprove(approver, { ...claim, ...changes })).toBe(reason);
  });

  it('nobody, unless it is submitted: not what failed to be paid, nor what waits', () => {
    for (const status of expenseStatuses) {
      const reason = status === 'submitted' ? null : 'EXPENSE_STATUS_CONFLICT';
      expect([status, whyNotApprove(tess, { ...claim, status })]).toEqual([status, reason]);
    }
  });

  it('says the status before the vote, and the vote before the office', () => {
    const stranger = holder('max');
    const decided = { ...claim, status: 'paid', band: vote } as const;
    expect(whyNotApprove(stranger, decided)).toBe('EXPENSE_STATUS_CONFLICT');
    expect(whyNotApprove(stranger, { ...claim, band: vote })).toBe('EXPENSE_NEEDS_VOTE');
    const ada = holder('ada');
    expect(whyNotApprove(ada, claim)).toBe('APPROVER_ROLE_REQUIRED');
  });
});

describe('who may refuse an expense', () => {
  const both = ['rejected', 'needs-information'] as const;

  it.each<[string, Approver, Partial<Decidable>, string | null]>([
    ['somebody else who holds the office', tess, {}, null],
    ['its payee, whom it costs', holder('bea', 'treasurer'), {}, null],
    ['its submitter, who withdraws', holder('ada', 'treasurer'), {}, 'APPROVER_ROLE_REQUIRED'],
    ['who holds another office', holder('sam', 'coordinator'), {}, 'APPROVER_ROLE_REQUIRED'],
    ['anybody, where the members vote', tess, { band: vote }, 'EXPENSE_NEEDS_VOTE'],
  ])('%s', (_who, approver, changes, reason) => {
    const expense = { ...claim, ...changes };
    expect(both.map((to) => whyNotRefuse(approver, expense, to))).toEqual([reason, reason]);
  });

  it('rejects what is submitted or waits for an answer; asks of what is submitted', () => {
    const from = (to: (typeof both)[number]) =>
      expenseStatuses.filter((status) => whyNotRefuse(tess, { ...claim, status }, to) === null);
    expect(from('rejected')).toEqual(['submitted', 'needs-information']);
    expect(from('needs-information')).toEqual(['submitted']);
  });
});
