import type { SealedColumn } from '@rochdale/platform';

/** Where values lie sealed to the id of their row, those first that most databases have. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'payments.payee_details', column: 'sealed', purpose: 'payee details' },
  { table: 'notifications.letters', column: 'sealed', purpose: 'letters' },
  { table: 'membership.applications', column: 'note_sealed', purpose: 'application notes' },
  {
    table: 'membership.applications',
    column: 'decision_note_sealed',
    purpose: 'application answers',
  },
  { table: 'membership.standing_changes', column: 'note_sealed', purpose: 'standing notes' },
  { table: 'dues.waivers', column: 'reason_sealed', purpose: 'waiver reasons' },
  { table: 'governance.proposals', column: 'words_sealed', purpose: 'hearing words' },
  { table: 'governance.proposals', column: 'ended_reason_sealed', purpose: 'hearing endings' },
  { table: 'governance.ballots', column: 'reason_sealed', purpose: 'ballot reasons' },
  { table: 'notifications.webhook_endpoints', column: 'secret_sealed', purpose: 'webhook secrets' },
];
