import {
  account,
  blanked,
  definePersonalData,
  goes,
  locked,
  member,
  stays,
  through,
} from '@rochdale/platform';

const books = {
  ground: 'law',
  seenBy: ['self', 'treasurer', 'auditor'],
  onErasure: locked('books', 'what was claimed and paid is kept by the law of books'),
} as const;
const deadId = stays('numbers', 'an id that leads to nobody any more');
const ofMember = [member('member_id')];

/** What members owe, pay, and are let off. */
export const duesPersonalData = definePersonalData('dues', {
  activity: 'Dues',
  tables: {
    'dues.invoices': {
      ...books,
      person: ofMember,
      purpose: 'To claim the dues that the member pledged.',
      keep: { term: 'vouchers', since: 'issued_at' },
      lines: [
        { holds: 'id', columns: ['member_id', 'reference', 'number'] },
        { holds: 'money', columns: ['amount_minor', 'paid_minor', 'credited_minor', 'currency'] },
        {
          holds: 'behaviour',
          columns: [
            'plan_id',
            'period_start',
            'period_end',
            'state',
            'due_on',
            'issued_at',
            'paid_at',
          ],
        },
      ],
      besides: ['id', 'transaction_id'],
    },
    'dues.payments': {
      ...books,
      person: ofMember,
      purpose: 'To know which dues are paid.',
      keep: { term: 'vouchers', since: 'recorded_at' },
      lines: [
        { holds: 'id', columns: ['member_id'] },
        {
          holds: 'bank',
          columns: ['payer_fingerprint'],
          seenBy: ['nobody'],
          onErasure: blanked,
        },
        { holds: 'money', columns: ['amount_minor', 'currency', 'paid_on'] },
        { holds: 'text', columns: ['because'] },
        { holds: 'behaviour', columns: ['kind', 'recorded_at'] },
      ],
      drops: [{ empties: { because: `''`, payer_fingerprint: 'null' } }],
      besides: ['id', 'invoice_id', 'bank_line_id', 'transaction_id', 'returns_line_id'],
    },
    'dues.shared_payments': {
      ...books,
      person: [through('payment_id', 'dues.payments')],
      purpose: 'To know which payment was for several claims.',
      keep: { term: 'vouchers', since: 'shared_at' },
      lines: [{ holds: 'id', columns: ['payment_id', 'shared_in_id', 'shared_at'] }],
    },
    'dues.credits': {
      ...books,
      person: ofMember,
      purpose: 'To know what the member has in credit.',
      keep: { term: 'books' },
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['currency', 'balance_minor'] },
      ],
    },
    'dues.credit_entries': {
      ...books,
      person: ofMember,
      purpose: 'To know how the credit came about.',
      keep: { term: 'vouchers', since: 'recorded_at' },
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['amount_minor', 'currency'] },
        { holds: 'text', columns: ['because'], onErasure: blanked },
        { holds: 'behaviour', columns: ['kind', 'recorded_at'] },
      ],
      drops: [{ empties: { because: 'null' } }],
      besides: ['id', 'bank_line_id', 'returns_line_id', 'refund_id', 'transaction_id'],
    },
    'dues.credit_notes': {
      ...books,
      person: [through('invoice_id', 'dues.invoices')],
      purpose: 'To take back a claim, in whole or in part.',
      keep: { term: 'vouchers', since: 'made_at' },
      lines: [
        { holds: 'id', columns: ['invoice_id', 'waiver_id'] },
        {
          holds: 'id',
          columns: ['made_by_account_id'],
          person: [account('made_by_account_id')],
          onErasure: deadId,
        },
        { holds: 'money', columns: ['amount_minor'] },
        { holds: 'text', columns: ['reason'], onErasure: blanked },
        { holds: 'behaviour', columns: ['kind', 'made_at'] },
      ],
      drops: [{ empties: { reason: `''` } }],
      besides: ['id', 'idempotency_key', 'transaction_id'],
    },
    'dues.refunds': {
      ...books,
      person: ofMember,
      purpose: 'To pay credit back.',
      keep: { term: 'vouchers', since: 'requested_at' },
      lines: [
        { holds: 'id', columns: ['member_id', 'payout_id'] },
        {
          holds: 'id',
          columns: ['requested_by_account_id'],
          person: [account('requested_by_account_id')],
          onErasure: deadId,
        },
        { holds: 'money', columns: ['amount_minor', 'currency'] },
        { holds: 'behaviour', columns: ['state', 'requested_at', 'ended_at'] },
      ],
      besides: ['id'],
    },
    'dues.pledges': {
      person: ofMember,
      purpose: 'What the member chose to pay.',
      ground: 'contract',
      seenBy: ['self', 'treasurer'],
      keep: { term: 'membership' },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['plan_id', 'amount_minor'] },
        { holds: 'behaviour', columns: ['starts_on', 'ends_on', 'chosen_at'] },
      ],
      besides: ['id'],
    },
    'dues.waivers': {
      person: ofMember,
      purpose: 'To let off members who cannot pay.',
      ground: 'contract',
      seenBy: ['self', 'treasurer'],
      keep: { term: 'membership' },
      onErasure: locked('books', 'what was granted is in the books; what never was goes'),
      lines: [
        { holds: 'id', columns: ['member_id'] },
        {
          holds: 'id',
          columns: ['decided_by_account_id'],
          person: [account('decided_by_account_id')],
          onErasure: deadId,
        },
        { holds: 'money', columns: ['amount_minor'] },
        {
          holds: 'special',
          columns: ['reason_sealed'],
          ground: 'consent',
          seenBy: ['self', 'deciders'],
          keep: { term: 'sealed-reasons', since: 'decided_at', when: `state <> 'asked'` },
          onErasure: blanked,
        },
        {
          holds: 'behaviour',
          columns: ['from_on', 'until_on', 'state', 'asked_at', 'lapse_told_at', 'decided_at'],
        },
      ],
      drops: [{ empties: { reason_sealed: 'null' } }],
      besides: ['id'],
    },
  },
  impersonal: {
    'dues.account_parts': [
      'account_id',
      'bank_line_id',
      'returns_line_id',
      'currency',
      'transaction_id',
    ],
    'dues.counters': [],
    'dues.plans': ['key', 'name', 'currency', 'joining'],
  },
});
