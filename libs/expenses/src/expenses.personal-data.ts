import { definePersonalData, locked, member, stays, through } from '@rochdale/platform';

const deadId = stays('numbers', 'an id that leads to nobody any more');
const claim = {
  ground: 'law',
  seenBy: ['self', 'members', 'treasurer', 'auditor'],
  onErasure: locked(
    'claims',
    'a claim that was owed is a voucher, which treasurers and auditors open, each look on ' +
      'record; others go, and are blanked where members voted on them or somebody else wrote them',
  ),
} as const;

// Books add up for ever: what goes is what was written, and at last whom an id leads to.
const figures = { term: 'decisions' } as const;

// What nobody handed in is its author's alone, whoever is named in it.
const payee = member('payee_id', `payee_kind = 'member' and submitted_at is not null`);

// Of what was never owed nothing is in the books: no law keeps it.
const ended = `status in ('rejected', 'withdrawn')`;
const neverOwed = {
  term: 'never-owed',
  since: 'greatest(expenses.ended_at, expenses.words_kept_from)',
  when: `expenses.${ended}`,
} as const;
const ofNeverOwed = {
  term: 'never-owed',
  since: `(select greatest(e.ended_at, e.words_kept_from) from expenses.expenses e
    where e.cooperative_id = items.cooperative_id and e.id = items.expense_id)`,
  when: `exists (select from expenses.expenses e
    where e.cooperative_id = items.cooperative_id and e.id = items.expense_id
      and e.${ended})`,
} as const;
const noWords = {
  title: `'Erased'`,
  reason: 'null',
  destination_id: 'null',
  destination_masked: 'null',
  text_salt: 'null',
  bill_number: 'null',
} as const;
const noItems = { description: `'Erased'`, receipt_id: 'null' } as const;

// Nobody waits for anything of these any more.
const over = `status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived', 'voided')`;

/** What members spent for the co-operative, and who approved it. */
export const expensesPersonalData = definePersonalData('expenses', {
  activity: 'Expenses',
  tables: {
    'expenses.expenses': {
      ...claim,
      person: [member('submitter_member_id'), payee],
      purpose: 'To pay back what members spent for the co-operative.',
      keep: {
        term: 'vouchers',
        since: 'coalesce(paid_at, waived_at, voided_at, decided_at, created_at)',
        when: over,
      },
      lines: [
        {
          holds: 'id',
          columns: ['submitter_member_id'],
          person: [member('submitter_member_id')],
          keep: figures,
        },
        {
          holds: 'id',
          columns: ['payee_id'],
          person: [payee],
          keep: figures,
        },
        {
          holds: 'bank',
          columns: ['destination_id', 'destination_masked'],
          seenBy: ['self', 'treasurer', 'auditor'],
        },
        { holds: 'text', columns: ['title', 'bill_number'] },
        {
          holds: 'text',
          columns: ['reason'],
          seenBy: ['self', 'deciders', 'secretary', 'treasurer', 'auditor'],
        },
        { holds: 'secret', columns: ['text_salt'], seenBy: ['nobody'] },
        { holds: 'money', columns: ['currency', 'amount_minor'], keep: figures },
        {
          holds: 'behaviour',
          columns: [
            'status',
            'created_at',
            'submitted_at',
            'lapse_told_at',
            'decided_at',
            'paid_at',
            'waived_at',
            'voided_at',
            'ended_at',
            'words_kept_from',
            'locked_at',
          ],
          keep: figures,
        },
      ],
      besides: [
        'id',
        'payee_kind',
        'terms_hash',
        'texts_hash',
        'band',
        'approved_hash',
        'proposal_id',
        'was_voted_on',
        'transaction_id',
        'payout_id',
        'bill_partner_id',
        'bill_hash',
        'bill_freed_at',
      ],
      drops: [{ empties: noWords }, { empties: noWords, keep: neverOwed }],
    },
    'expenses.items': {
      ...claim,
      person: [through('expense_id', 'expenses.expenses')],
      purpose: 'What exactly was spent, and on which day.',
      keep: {
        term: 'vouchers',
        since: `(select coalesce(e.paid_at, e.waived_at, e.voided_at, e.decided_at, e.created_at)
          from expenses.expenses e
          where e.cooperative_id = items.cooperative_id and e.id = expense_id)`,
        when: `exists (select from expenses.expenses e
          where e.cooperative_id = items.cooperative_id and e.id = expense_id and e.${over})`,
      },
      lines: [
        { holds: 'text', columns: ['description'] },
        { holds: 'money', columns: ['category', 'incurred_on', 'amount_minor'], keep: figures },
        { holds: 'id', columns: ['receipt_id'] },
      ],
      drops: [{ empties: noItems }, { empties: noItems, keep: ofNeverOwed }],
      besides: ['id', 'expense_id', 'ordinal'],
    },
    'expenses.approvals': {
      ...claim,
      person: [member('approver_member_id')],
      purpose: 'To show who approved it.',
      keep: figures,
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
  impersonal: {
    'expenses.mandates': [
      'id',
      'key',
      'title',
      'partner_id',
      'category',
      'currency',
      'period',
      'cap_minor',
      'total_minor',
      'starts_on',
      'ends_on',
      'grace_days',
      'policy_key',
      'granted_at',
      'granted_by_proposal_id',
      'ended_at',
      'ended_by_proposal_id',
    ],
    // Who handed it in is told by its expense.
    'expenses.mandate_bills': [
      'id',
      'expense_id',
      'mandate_id',
      'partner_id',
      'bill_hash',
      'state',
      'billed_on',
      'handed_in_on',
      'period_start',
      'amount_minor',
      'freed_at',
    ],
  },
});
