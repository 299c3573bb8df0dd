import { definePersonalData, digestOfNothing, locked, through, whoever } from '@rochdale/platform';

const books = {
  ground: 'law',
  seenBy: ['treasurer', 'auditor'],
  onErasure: locked('books', 'the law of books keeps it'),
} as const;

// Members read the books, without what is of one person's dues.
const shown = ['members', 'treasurer', 'auditor'] as const;

/** The books: amounts, and the words and ids that lead from them to whom they were of. */
export const ledgerPersonalData = definePersonalData('ledger', {
  activity: 'Bookkeeping',
  tables: {
    'ledger.transactions': {
      ...books,
      person: [
        {
          through: 'source_id',
          of: 'dues.invoices',
          when: `source_kind = 'invoice'`,
          isText: true,
        },
        {
          through: 'source_id',
          of: 'expenses.expenses',
          when: `source_kind = 'expense'`,
          isText: true,
        },
        { through: 'source_id', of: 'dues.refunds', when: `source_kind = 'refund'`, isText: true },
        { member: 'source_id', when: `source_kind = 'member'`, isText: true },
      ],
      purpose: 'Every amount is booked with what it was for.',
      keep: { term: 'books', since: 'recorded_at' },
      lines: [
        { holds: 'id', columns: ['source_id'], seenBy: shown },
        // A bank line, or a payment of a provider: what was booked once is not booked again.
        { holds: 'id', columns: ['outside_fact'], person: [whoever] },
        { holds: 'text', columns: ['description'], person: [whoever], seenBy: shown },
        { holds: 'text', columns: ['fingerprint'], person: [whoever] },
        { holds: 'behaviour', columns: ['effective_at', 'recorded_at'], seenBy: shown },
      ],
      // The fingerprint of what was asked for becomes random: it was made of the words too.
      drops: [
        {
          empties: { description: `'Erased'`, fingerprint: digestOfNothing },
          by: 'ledger.drop_descriptions',
        },
      ],
      besides: [
        'id',
        'sequence',
        'recorded_in',
        'idempotency_key',
        'source_kind',
        'reverses_id',
        'outside_account_id',
      ],
    },
    'ledger.postings': {
      ...books,
      person: [through('transaction_id', 'ledger.transactions')],
      purpose: 'Every amount is booked twice, so that nothing is lost.',
      keep: { term: 'books', since: 'effective_at' },
      lines: [
        {
          holds: 'money',
          columns: ['amount_minor', 'currency', 'effective_at'],
          seenBy: shown,
        },
        {
          holds: 'text',
          columns: ['memo'],
          person: [whoever],
          seenBy: shown,
          keep: {
            term: 'books',
            since: `(select t.recorded_at from ledger.transactions t
              where t.cooperative_id = postings.cooperative_id and t.id = transaction_id)`,
          },
        },
      ],
      drops: [{ empties: { memo: 'null' }, by: 'ledger.drop_memos' }],
      besides: ['transaction_id', 'position', 'account_id', 'sequence'],
    },
    'ledger.holds': {
      ...books,
      person: [whoever],
      purpose: 'Money that is promised is not spent twice.',
      keep: { term: 'books', since: 'resolved_at' },
      lines: [{ holds: 'id', columns: ['source_id'] }],
      besides: [
        'id',
        'account_id',
        'currency',
        'amount_minor',
        'idempotency_key',
        'fingerprint',
        'source_kind',
        'placed_at',
        'expires_at',
        'state',
        'posted_minor',
        'transaction_id',
        'resolved_at',
        'is_beyond_floor',
      ],
    },
  },
  impersonal: {
    'ledger.accounts': [
      'code',
      'name',
      'currency',
      'id',
      'kind',
      'floor_minor',
      'balance_minor',
      'held_minor',
      'opened_at',
      'debited_minor',
      'checkpointed_before',
      'below_floor_minor',
    ],
    'ledger.balance_checkpoints': [
      'account_id',
      'currency',
      'effective_at',
      'sequence',
      'position',
      'balance_minor',
      'debited_minor',
    ],
    'ledger.exchanges': [
      'transaction_id',
      'sold_currency',
      'bought_currency',
      'rate_source',
      'sold_minor',
      'bought_minor',
      'rate',
    ],
    'ledger.period_locks': ['id', 'locked_before', 'sequence', 'locked_at'],
  },
});
