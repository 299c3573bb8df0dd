import { account, definePersonalData, stays } from '@rochdale/platform';

/** Periods and funds. Of persons there is only who closed the books. */
export const treasuryPersonalData = definePersonalData('treasury', {
  activity: 'Budgets and closing the books',
  tables: {
    'treasury.accounting_periods': {
      person: [account('closed_by_account_id')],
      purpose: 'To show who closed the books.',
      ground: 'law',
      seenBy: ['treasurer', 'auditor'],
      keep: { term: 'books', since: 'closed_at' },
      onErasure: stays('numbers', 'an id that leads to nobody any more'),
      lines: [
        { holds: 'id', columns: ['closed_by_account_id'] },
        { holds: 'behaviour', columns: ['closed_at'] },
      ],
      besides: ['id', 'starts_on', 'ends_on'],
    },
  },
  impersonal: {
    // Figures of six persons or more: that is what they are made for.
    'treasury.releases': ['month', 'starts_at', 'ends_at'],
    'treasury.release_cells': [
      'month',
      'since',
      'kind',
      'currency',
      'codes',
      'amount_minor',
      'place',
    ],
    'treasury.closing_balances': ['period_id', 'account_id', 'currency', 'balance_minor'],
    'treasury.funds': [
      'key',
      'name',
      'purpose',
      'currency',
      'account_id',
      'id',
      'limit_minor',
      'opened_at',
      'closed_at',
    ],
  },
});
