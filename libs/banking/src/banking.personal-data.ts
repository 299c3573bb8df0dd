import {
  account,
  blanked,
  definePersonalData,
  digestOfNothing,
  locked,
  member,
  stays,
  through,
  whoever,
} from '@rochdale/platform';

const told = {
  ground: 'law',
  seenBy: ['treasurer', 'auditor'],
  keep: { term: 'vouchers', since: 'recorded_at' },
  onErasure: locked(
    'bank',
    'what the bank told is a voucher: kept as it came, and shown to no clerk',
  ),
} as const;
const deadId = stays('numbers', 'an id that leads to nobody any more');
const ofFile = {
  name: `''`,
  sha256: digestOfNothing,
  warnings: `'[]'::jsonb`,
  refusal_message: 'null',
};
// What the service gave up reading counts as refused from the end of its job.
const unusedSince = `case state when 'refused' then read_at else greatest(received_at,
  (select max(coalesce(j.finished_at, 'infinity')) from platform.jobs j
    where j.cooperative_id = statement_files.cooperative_id
      and j.name = 'payments.read-statement-file'
      and j.payload ->> 'fileId' = statement_files.id::text)) end`;
const ofLine = [
  through('matched_id', 'dues.invoices', `matched_kind = 'invoice'`),
  through('matched_id', 'payments.payouts', `matched_kind = 'payout'`),
  member('matched_id', `matched_kind = 'member'`),
];

/** What the bank tells: who paid whom, and what they wrote. */
export const bankingPersonalData = definePersonalData('banking', {
  activity: 'The accounts at the bank, and what moved on them',
  tables: {
    'payments.bank_lines': {
      ...told,
      person: ofLine,
      purpose: 'To know which payment was for what.',
      lines: [
        { holds: 'id', columns: ['matched_id'] },
        { holds: 'name', columns: ['counterparty_name'] },
        { holds: 'bank', columns: ['counterparty_account'] },
        {
          holds: 'text',
          columns: ['reference', 'free_text', 'end_to_end_id', 'raw'],
        },
        { holds: 'text', columns: ['matched_because'], onErasure: blanked },
        { holds: 'money', columns: ['amount_minor', 'currency', 'booking_date', 'value_date'] },
        {
          holds: 'behaviour',
          columns: ['matched_kind', 'matched_at', 'recorded_at', 'locked_at', 'locked_because'],
        },
      ],
      drops: [
        {
          empties: {
            counterparty_name: 'null',
            counterparty_account: 'null',
            reference: 'null',
            free_text: 'null',
            end_to_end_id: 'null',
            matched_because: 'left(matched_because, 0)',
            raw: `'{}'::jsonb`,
          },
        },
      ],
      besides: [
        'id',
        'bank_account_id',
        'statement_id',
        'identity',
        'reversal',
        'bank_reference',
        'state',
        'transaction_id',
        'source',
        'matches_undone',
        'entry_id',
        'doubt',
        'rival_line_id',
      ],
    },
    'payments.undone_matches': {
      ...told,
      person: [whoever],
      purpose: 'To know why a payment was not what it had been taken for.',
      keep: { term: 'vouchers', since: 'undone_at' },
      lines: [
        { holds: 'id', columns: ['member_ids'], seenBy: ['nobody'], onErasure: deadId },
        { holds: 'text', columns: ['because'], onErasure: blanked },
        { holds: 'behaviour', columns: ['undone_at'] },
      ],
      drops: [{ empties: { because: `''` } }],
      besides: ['id', 'line_id', 'reversal_id'],
    },
    'payments.erased_accounts': {
      person: [whoever],
      purpose: 'To lock what comes from the account of somebody who was erased.',
      ground: 'law',
      seenBy: ['nobody'],
      keep: { term: 'vouchers', since: 'seen_at' },
      onErasure: stays('bank', 'a fingerprint, of which nobody finds the account without the key'),
      lines: [{ holds: 'bank', columns: ['fingerprint', 'seen_at'] }],
      besides: ['shown_by_line_id'],
      drops: [{ key: ['fingerprint'] }],
    },
    'payments.bank_sightings': {
      ...told,
      person: [through('entry_id', 'payments.bank_lines')],
      purpose: 'To know a payment again that the bank tells twice.',
      keep: {
        term: 'vouchers',
        since: `(select s.recorded_at from payments.bank_statements s
          where s.cooperative_id = bank_sightings.cooperative_id and s.id = statement_id)`,
      },
      lines: [{ holds: 'text', columns: ['facts'] }],
      drops: [{ empties: { facts: `'{}'::jsonb` }, key: ['statement_id', 'place', 'entry_id'] }],
      besides: ['statement_id', 'place', 'entry_id'],
    },
    'payments.statement_files': {
      ...told,
      person: [account('received_by_account_id')],
      purpose: 'The statements of the bank, as they came.',
      keep: { term: 'vouchers', since: 'received_at', when: `state = 'read'` },
      lines: [
        // With it stand the bytes.
        { holds: 'text', columns: ['sha256'], person: [whoever] },
        {
          holds: 'text',
          columns: ['name'],
          person: [account('received_by_account_id')],
          onErasure: stays('bank', 'what whoever sent the file called it'),
        },
        {
          holds: 'text',
          columns: ['warnings', 'refusal_message'],
          person: [whoever],
          onErasure: stays('bank', 'sentences of ours by code and line, with no word of the file'),
        },
        { holds: 'id', columns: ['received_by_account_id'], onErasure: deadId },
        { holds: 'behaviour', columns: ['received_at'] },
      ],
      // Lines are known by their own names: the file may come again, and books nothing anew. What
      // was refused brought none, and is no voucher. Bytes that no digest names are swept.
      drops: [
        { empties: ofFile },
        {
          empties: ofFile,
          keep: { term: 'refusals', since: unusedSince, when: `state <> 'read'` },
        },
      ],
      besides: [
        'id',
        'size_bytes',
        'csv_profile',
        'state',
        'format',
        'version',
        'refusal_code',
        'read_at',
        'bank_account_id',
        'month_first',
      ],
    },
    'payments.bank_accounts': {
      person: [whoever],
      purpose: 'The accounts of the co-operative, and in whose name the bank keeps them.',
      ground: 'interest',
      seenBy: ['payer', 'treasurer', 'auditor', 'administrator'],
      givenTo: ['bank'],
      keep: { term: 'books' },
      onErasure: stays('held', 'the holder is the co-operative, or who holds the account for it'),
      lines: [{ holds: 'bank', columns: ['holder_name', 'account_number'] }],
      besides: [
        'id',
        'label',
        'bic',
        'currency',
        'rail',
        'ledger_account_id',
        'created_at',
        'books_before_id',
      ],
    },
    'payments.csv_profiles': {
      person: [account('saved_by_account_id')],
      purpose: 'How a bank writes its tables, and who found out.',
      ground: 'interest',
      seenBy: ['treasurer'],
      keep: { term: 'served' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['saved_by_account_id'] },
        { holds: 'behaviour', columns: ['saved_at'] },
      ],
      besides: ['id', 'name', 'mapping', 'month_first'],
    },
  },
  impersonal: {
    'payments.bank_statements': [
      'file_id',
      'bank_account_id',
      'reference',
      'balanced',
      'format',
      'sequence',
      'id',
      'from_date',
      'to_date',
      'opening_minor',
      'closing_minor',
      'lines_new',
      'lines_known',
      'recorded_at',
      'lines_unclear',
    ],
    'payments.settings': ['second_person_releases', 'cooling_off_hours'],
  },
});
