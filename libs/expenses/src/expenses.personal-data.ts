import { definePersonalData, locked, member, stays, through } from '@rochdale/platform';

const deadId = stays('an id that leads to nobody any more');
const claim = {
  ground: 'law',
  seenBy: ['self', 'members', 'treasurer', 'auditor'],
  onErasure: locked('a claim that was paid is a voucher; any other is blanked'),
} as const;

/** What members spent for the co-operative, and who approved it. */
export const expensesPersonalData = definePersonalData('expenses', {
  activity: 'Expenses',
  tables: {
    'expenses.expenses': {
      ...claim,
      person: [member('submitter_member_id'), member('payee_id', `payee_kind = 'member'`)],
      purpose: 'To pay back what members spent for the co-operative.',
      keep: { term: 'vouchers', since: 'created_at' },
      lines: [
        { holds: 'id', columns: ['submitter_member_id'], person: [member('submitter_member_id')] },
        {
          holds: 'id',
          columns: ['payee_id'],
          person: [member('payee_id', `payee_kind = 'member'`)],
        },
        {
          holds: 'bank',
          columns: ['destination_id', 'destination_masked'],
          seenBy: ['self', 'treasurer'],
        },
        { holds: 'text', columns: ['title', 'reason'] },
        { holds: 'money', columns: ['currency', 'amount_minor'] },
        {
          holds: 'behaviour',
          columns: ['status', 'created_at', 'submitted_at', 'decided_at', 'paid_at', 'locked_at'],
        },
      ],
      besides: [
        'id',
        'payee_kind',
        'terms_hash',
        'band',
        'approved_hash',
        'proposal_id',
        'transaction_id',
        'payout_id',
      ],
    },
    'expenses.items': {
      ...claim,
      person: [through('expense_id', 'expenses.expenses')],
      purpose: 'What exactly was spent, and on which day.',
      keep: { term: 'vouchers' },
      lines: [
        { holds: 'text', columns: ['description', 'category'] },
        { holds: 'money', columns: ['incurred_on', 'amount_minor'] },
        { holds: 'id', columns: ['receipt_id'] },
      ],
      besides: ['id', 'expense_id', 'ordinal'],
    },
    'expenses.approvals': {
      ...claim,
      person: [member('approver_member_id')],
      purpose: 'To show who approved it.',
      keep: { term: 'vouchers', since: 'approved_at' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['approver_member_id'] },
        {
          holds: 'behaviour',
          columns: ['approver_role', 'approved_at', 'voided_at', 'void_reason'],
        },
      ],
      besides: ['id', 'expense_id', 'terms_hash'],
    },
    'expenses.approval_rules': {
      ...claim,
      person: [member('adopted_by_member_id')],
      purpose: 'To show who brought in the rules.',
      ground: 'interest',
      keep: { term: 'decisions' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['adopted_by_member_id'] },
        { holds: 'behaviour', columns: ['adopted_at'] },
      ],
      besides: ['id', 'currency', 'version', 'bands', 'retired_at'],
    },
  },
});
