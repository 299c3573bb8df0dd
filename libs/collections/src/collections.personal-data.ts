import {
  account,
  blanked,
  definePersonalData,
  digestOfNothing,
  locked,
  stays,
  through,
  whoever,
} from '@rochdale/platform';

/** What sources of money told, row by row. */
export const collectionsPersonalData = definePersonalData('collections', {
  activity: 'Asking other sources for payments',
  tables: {
    'collections.source_rows': {
      person: [through('line_id', 'payments.bank_lines')],
      purpose: 'What a source told, until it is a payment in the books.',
      ground: 'law',
      seenBy: ['treasurer', 'auditor'],
      keep: { term: 'vouchers', since: 'swept_at', when: `state in ('taken', 'closed')` },
      onErasure: locked('books', 'what a source told is a voucher'),
      lines: [
        { holds: 'text', columns: ['json', 'content_hash'] },
        // The source's own name for it: what was booked once is not booked again.
        { holds: 'id', columns: ['external_id'] },
        {
          holds: 'text',
          columns: ['closed_because'],
          person: [whoever],
          onErasure: blanked,
        },
        {
          holds: 'id',
          columns: ['closed_by_account_id'],
          person: [account('closed_by_account_id')],
          onErasure: stays('numbers', 'an id that leads to nobody any more'),
        },
        { holds: 'behaviour', columns: ['swept_at', 'closed_at'] },
      ],
      drops: [
        {
          empties: {
            json: `'{}'`,
            content_hash: digestOfNothing,
            closed_because: 'left(closed_because, 0)',
          },
        },
      ],
      besides: ['id', 'connection_id', 'version', 'state', 'waits', 'line_id'],
    },
  },
  impersonal: {
    'collections.connections': [
      'bank_account_id',
      'source',
      'settings',
      'state',
      'cursor',
      'begun_from',
      'failure_code',
      'id',
      'caught_up',
      'revision',
      'swept_at',
      'connected_at',
      'disconnected_at',
    ],
  },
});
