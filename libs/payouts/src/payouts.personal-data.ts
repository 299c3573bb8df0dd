import {
  account,
  blanked,
  definePersonalData,
  digestOfNothing,
  locked,
  member,
  stays,
  whoever,
} from '@rochdale/platform';

const paid = {
  ground: 'law',
  seenBy: ['self', 'treasurer', 'auditor'],
  onErasure: locked('paid', 'what was paid is a voucher'),
} as const;
// What members are paid for expenses all members read; what was given back of dues they do not.
const shown = ['self', 'members', 'treasurer', 'auditor'] as const;
const deadId = stays('numbers', 'an id that leads to nobody any more');
const payee = [member('payee_id', `payee_kind = 'member'`)];

// A version that nothing was paid to is of no use once there is another.
const lastPaid = `coalesce((select max(p.changed_at) from payments.payouts p
  where p.cooperative_id = payee_details.cooperative_id and p.payee_id = payee_details.payee_id
    and payee_details.id in (p.payee_details_id, p.destination_id)), superseded_at)`;

/** Whom the co-operative pays, where to, and who released it. */
export const payoutsPersonalData = definePersonalData('payouts', {
  activity: 'Paying out',
  tables: {
    'payments.payee_details': {
      person: payee,
      purpose: 'To pay the person what is owed to them.',
      ground: 'contract',
      seenBy: ['self', 'treasurer'],
      givenTo: ['bank'],
      keep: { term: 'membership' },
      onErasure: blanked,
      lines: [
        {
          holds: 'bank',
          columns: ['sealed', 'masked'],
          seenBy: ['self'],
          keep: { term: 'vouchers', since: lastPaid, when: 'superseded_at is not null' },
          onErasure: locked(
            'paid',
            'where money was sent to is a voucher, which no clerk reads; any other account goes',
          ),
        },
        { holds: 'id', columns: ['payee_id'], onErasure: deadId },
        {
          holds: 'id',
          columns: ['set_by_account_id'],
          person: [account('set_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'behaviour',
          columns: ['usable_from', 'set_at', 'superseded_at'],
          onErasure: deadId,
        },
      ],
      drops: [{ empties: { sealed: `''::bytea`, masked: `''` } }],
      besides: ['id', 'payee_kind'],
    },
    'payments.payouts': {
      ...paid,
      person: payee,
      purpose: 'To pay what was approved, exactly once.',
      givenTo: ['bank'],
      keep: {
        term: 'vouchers',
        since: 'changed_at',
        when: `state in ('settled', 'returned', 'rejected', 'cancelled')`,
      },
      lines: [
        {
          holds: 'id',
          columns: ['payee_id', 'obligation_id'],
          seenBy: shown,
        },
        { holds: 'id', columns: ['payee_details_id', 'destination_id'] },
        {
          holds: 'id',
          columns: ['requested_by_account_id'],
          person: [account('requested_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'id',
          columns: ['entered_by_account_id'],
          person: [account('entered_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'id',
          columns: ['released_by_account_id'],
          person: [account('released_by_account_id')],
          onErasure: deadId,
        },
        { holds: 'money', columns: ['amount_minor', 'currency'], seenBy: shown },
        { holds: 'text', columns: ['memo'], seenBy: shown },
        {
          holds: 'behaviour',
          columns: ['state', 'requested_at', 'released_at', 'settled_at'],
          seenBy: shown,
        },
        // Its payee's bank says of an account that it is blocked, of its holder that they died.
        {
          holds: 'behaviour',
          columns: ['failure_code'],
          seenBy: ['self', 'treasurer', 'auditor', 'administrator'],
        },
        { holds: 'behaviour', columns: ['changed_at', 'late_told_at'] },
      ],
      drops: [{ empties: { memo: `'Erased'` } }],
      besides: [
        'id',
        'obligation_kind',
        'payee_kind',
        'debit_account_id',
        'frozen_hash',
        'bank_account_id',
        'payment_file_id',
        'hold_id',
        'end_to_end_id',
        'provider_key',
        'provider_reference',
        'attempts',
        'transaction_id',
        'late_debit',
        'is_private',
        'return_transaction_id',
      ],
    },
    'payments.payment_files': {
      ...paid,
      person: [
        account('ordered_by_account_id'),
        account('withdrawn_by_account_id'),
        account('withdrawal_asked_by_account_id'),
      ],
      purpose: 'The orders to the bank, as they were given.',
      seenBy: ['treasurer', 'auditor'],
      givenTo: ['bank'],
      keep: { term: 'vouchers', since: 'ordered_at', when: `state <> 'ordered'` },
      lines: [
        { holds: 'bank', columns: ['bytes', 'sha256', 'sealed_sha256'], person: [whoever] },
        {
          holds: 'id',
          columns: ['ordered_by_account_id'],
          person: [account('ordered_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'id',
          columns: ['withdrawn_by_account_id'],
          person: [account('withdrawn_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'id',
          columns: ['withdrawal_asked_by_account_id'],
          person: [account('withdrawal_asked_by_account_id')],
          onErasure: deadId,
        },
        {
          holds: 'text',
          columns: ['withdrawal_reason'],
          person: [whoever],
          onErasure: blanked,
        },
        { holds: 'behaviour', columns: ['ordered_at', 'withdrawal_asked_at', 'withdrawn_at'] },
      ],
      drops: [
        {
          empties: {
            bytes: `''::bytea`,
            sha256: `encode(sha256(''), 'hex')`,
            sealed_sha256: 'null',
            withdrawal_reason: 'left(withdrawal_reason, 0)',
          },
        },
      ],
      besides: [
        'id',
        'bank_account_id',
        'state',
        'message_id',
        'format',
        'payouts',
        'total_minor',
        'currency',
        'written_at',
      ],
    },
    'payments.status_reports': {
      ...paid,
      person: [account('received_by_account_id')],
      purpose: 'What the bank answered to an order.',
      seenBy: ['treasurer', 'auditor'],
      keep: { term: 'vouchers', since: 'received_at' },
      lines: [
        { holds: 'bank', columns: ['bytes', 'sha256', 'words'], person: [whoever] },
        { holds: 'text', columns: ['name'] },
        { holds: 'id', columns: ['received_by_account_id'], onErasure: deadId },
        { holds: 'behaviour', columns: ['received_at'] },
      ],
      drops: [
        {
          empties: {
            bytes: `''::bytea`,
            sha256: digestOfNothing,
            words: `'[]'::jsonb`,
            name: `''`,
          },
        },
      ],
      besides: ['id', 'payment_file_id', 'format', 'size_bytes'],
    },
  },
});
