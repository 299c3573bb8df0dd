import {
  account,
  blanked,
  definePersonalData,
  goes,
  locked,
  member,
  stays,
  whoever,
} from './privacy/personal-data.js';

// Which are of the books the database says: it lets none go before its term.
const told = 'not platform.awaits_relay(facts.position)';
const audit = {
  purpose: 'To show who decided and changed what, and to tell other services of it.',
  ground: 'interest',
  keep: {
    term: 'audit',
    since: 'occurred_at',
    when: `not platform.is_of_the_books(facts.type) and ${told}`,
  },
} as const;
const ofTheBooks = {
  term: 'books',
  since: 'occurred_at',
  when: `platform.is_of_the_books(facts.type) and ${told}`,
} as const;

// A job takes what was let go a day later: this is for what it left, and for what nobody attached.
const letGo = {
  term: 'let-go',
  since: 'coalesce(attachments.let_go_at, attachments.created_at)',
  when: `attachments.subject_kind is null and not exists (select from expenses.items i
    where i.cooperative_id = attachments.cooperative_id and i.receipt_id = attachments.id)`,
} as const;

// What a claim that ended showed goes after its items, unless it serves another.
const neverOwed = {
  term: 'never-owed',
  since: `(select greatest(e.ended_at, e.words_kept_from) from expenses.expenses e
    where e.cooperative_id = attachments.cooperative_id and e.id = attachments.subject_id
      and e.status in ('rejected', 'withdrawn'))`,
  when: `attachments.subject_kind = 'expense' and not exists (select from expenses.items i
    where i.cooperative_id = attachments.cooperative_id and i.receipt_id = attachments.id)`,
} as const;

/** Facts, files, jobs and the words that are searched. */
export const platformPersonalData = definePersonalData('platform', {
  activity: 'The trail of what happened, files, jobs, the search',
  tables: {
    'platform.facts': {
      ...audit,
      person: [
        member('member_id'),
        account('account_id'),
        member('subject_id', `subject_kind = 'member'`),
      ],
      seenBy: ['self', 'members', 'auditor', 'administrator'],
      givenTo: ['webhook'],
      onErasure: stays(
        'numbers',
        'what only the person was told of goes; of the rest an id, which leads to nobody any more',
      ),
      lines: [
        {
          holds: 'id',
          columns: ['subject_id'],
          person: [member('subject_id', `subject_kind = 'member'`)],
        },
        { holds: 'id', columns: ['member_id'], person: [member('member_id')] },
        {
          holds: 'id',
          columns: ['account_id', 'request_id'],
          person: [account('account_id')],
          onErasure: blanked,
        },
        { holds: 'behaviour', columns: ['type', 'via', 'occurred_at', 'recorded_at'] },
        { holds: 'text', columns: ['data'], person: [whoever], onErasure: blanked },
      ],
      drops: [{}, { keep: ofTheBooks }],
      besides: [
        'position',
        'id',
        'version',
        'subject_kind',
        'visibility',
        'actor_kind',
        'partner_id',
      ],
    },
    'platform.attachments': {
      person: [member('uploaded_by_member_id'), account('uploaded_by_account_id')],
      purpose: 'Receipts: what was spent has to be proved; and what a comment shows.',
      ground: 'law',
      seenBy: ['self', 'members', 'treasurer', 'auditor'],
      // What an expense shows goes after its expense, which may be paid a year later.
      keep: {
        term: 'vouchers',
        since: 'created_at',
        // What a comment shows goes with the comment.
        when: `subject_kind is distinct from 'comment' and not exists (select from expenses.items i
          where i.cooperative_id = attachments.cooperative_id and i.receipt_id = attachments.id)`,
      },
      onErasure: locked(
        'claims',
        'a receipt of a claim that was paid is a voucher, which treasurers and auditors open, ' +
          'each look on record; any other goes',
      ),
      lines: [
        {
          holds: 'id',
          columns: ['uploaded_by_member_id'],
          person: [member('uploaded_by_member_id')],
        },
        {
          holds: 'id',
          columns: ['uploaded_by_account_id'],
          person: [account('uploaded_by_account_id')],
          onErasure: blanked,
        },
        { holds: 'text', columns: ['name', 'sha256'] },
        { holds: 'behaviour', columns: ['media_type', 'size_bytes', 'created_at', 'let_go_at'] },
      ],
      drops: [
        { areFiles: true },
        { keep: letGo, areFiles: true },
        { keep: neverOwed, areFiles: true },
      ],
      besides: ['id', 'subject_kind', 'subject_id'],
    },
    'platform.jobs': {
      person: [whoever],
      purpose: 'To do later, once, what has to be done.',
      ground: 'contract',
      seenBy: ['administrator', 'operator'],
      // What was given up stays where nothing else says that it was to be done.
      keep: { term: 'jobs', since: 'finished_at', when: `status = 'done'` },
      onErasure: goes,
      lines: [{ holds: 'text', columns: ['key', 'payload', 'last_error'] }],
      besides: [
        'id',
        'name',
        'status',
        'attempts',
        'max_attempts',
        'run_at',
        'lease_until',
        'last_error_code',
        'created_at',
        'finished_at',
      ],
    },
    'platform.looks': {
      person: [member('member_id'), member('by_member_id'), account('by_account_id')],
      purpose: 'To show who looked at what is theirs, and to have who looks answer for it.',
      ground: 'law',
      seenBy: ['self'],
      keep: { term: 'looks', since: 'looked_at' },
      onErasure: stays('numbers', 'an id that leads to nobody any more; who looked answers for it'),
      lines: [
        { holds: 'id', columns: ['member_id'], person: [member('member_id')] },
        { holds: 'id', columns: ['by_member_id'], person: [member('by_member_id')] },
        { holds: 'id', columns: ['by_account_id'], person: [account('by_account_id')] },
        { holds: 'behaviour', columns: ['what', 'by_offices', 'looked_at'] },
      ],
      drops: [{}],
      besides: ['id'],
    },
    'platform.search_words': {
      person: [member('subject_id', `kind = 'member'`)],
      purpose: 'So that what one may see is found by its words.',
      ground: 'interest',
      seenBy: ['nobody'],
      keep: { term: 'served' },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['subject_id'] },
        {
          holds: 'text',
          columns: ['word'],
          person: [member('subject_id', `kind = 'member'`), whoever],
        },
      ],
      besides: ['kind'],
    },
  },
  impersonal: {
    'platform.fact_outbox': ['position'],
    'platform.secret_marks': ['is_only', 'fingerprint'],
  },
});
