import {
  account,
  address,
  blanked,
  definePersonalData,
  goes,
  member,
  stays,
} from '@rochdale/platform';

const register = {
  ground: 'contract',
  seenBy: ['self', 'membership-officer', 'administrator'],
  keep: { term: 'membership' },
} as const;
// Each of them answers to members, and has to know whom they deal with.
const officers = ['secretary', 'treasurer', 'membership-officer', 'administrator'] as const;
const deadId = stays('numbers', 'an id that leads to nobody any more');

/** Who belongs, since when, in which office, and what was said about it. */
export const membershipPersonalData = definePersonalData('membership', {
  activity: 'The register of members',
  tables: {
    'membership.members': {
      ...register,
      person: [member('id'), account('account_id')],
      purpose: 'To know who belongs and may decide.',
      onErasure: deadId,
      lines: [
        {
          holds: 'id',
          columns: ['id'],
          seenBy: ['self', 'anyone'],
          givenTo: ['partner', 'webhook'],
        },
        {
          holds: 'id',
          columns: ['account_id'],
          person: [account('account_id')],
          seenBy: ['nobody'],
          onErasure: blanked,
        },
        {
          holds: 'name',
          columns: ['display_name', 'name_key'],
          seenBy: ['self', 'anyone'],
          ground: 'consent',
          purpose: 'To be called by the name that one chose, before those whom one chose.',
          onErasure: blanked,
        },
        { holds: 'behaviour', columns: ['kind'], seenBy: ['self', 'anyone'] },
        {
          holds: 'behaviour',
          columns: ['class_key', 'admitted_at'],
          seenBy: ['self', 'anyone'],
          purpose:
            'To show to which class one belongs and since when: to members, to officers alone or ' +
            'to everybody, as the person chose.',
        },
        {
          holds: 'behaviour',
          columns: ['standing', 'standing_since'],
          seenBy: ['self', ...officers],
        },
        {
          holds: 'name',
          columns: ['pseudonym', 'pseudonym_key'],
          seenBy: ['self', 'anyone'],
          ground: 'consent',
          purpose: 'To be called by it before those whom one does not tell one’s name.',
          onErasure: blanked,
        },
        {
          holds: 'behaviour',
          columns: ['name_visible_to', 'pseudonym_visible_to', 'profile_visible_to'],
          seenBy: ['self', ...officers],
          onErasure: blanked,
        },
        {
          holds: 'behaviour',
          columns: ['place_outside', 'place_inside'],
          seenBy: ['self'],
          onErasure: blanked,
        },
        { holds: 'behaviour', columns: ['applied_at', 'left_at', 'erased_at'] },
      ],
    },
    'membership.archives': {
      person: [account('account_id')],
      purpose: 'To hand over to persons what is kept about them.',
      ground: 'law',
      seenBy: ['self'],
      keep: {
        term: 'letters',
        since: 'ended_at',
        when: `state in ('fetched', 'over', 'failed')`,
      },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['account_id'] },
        { holds: 'secret', columns: ['ticket_hash', 'ticket_until'], seenBy: ['nobody'] },
        {
          holds: 'behaviour',
          columns: ['state', 'asked_at', 'ready_at', 'kept_until', 'size_bytes', 'ended_at'],
        },
      ],
      besides: ['id', 'run_id', 'swept_at'],
    },
    'membership.applications': {
      ...register,
      person: [member('member_id')],
      purpose: 'To decide who is admitted.',
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'id', columns: ['decided_by'], person: [account('decided_by')] },
        {
          holds: 'behaviour',
          columns: ['class_key', 'state', 'applied_at', 'decided_at', 'lapse_told_at'],
        },
        {
          holds: 'special',
          columns: ['note', 'note_sealed', 'decision_note', 'decision_note_sealed'],
          seenBy: ['self', 'deciders'],
          keep: { term: 'sealed-reasons', since: 'decided_at', when: `state <> 'open'` },
          ground: 'consent',
          onErasure: blanked,
        },
      ],
      drops: [
        {
          empties: {
            note: 'null',
            note_sealed: 'null',
            decision_note: 'null',
            decision_note_sealed: 'null',
          },
        },
        // The application lapses with it, unless its applicant was told too late, or members vote.
        {
          empties: { note: 'null', note_sealed: 'null' },
          keep: { term: 'unanswered', since: 'applied_at', when: `state = 'open'` },
        },
      ],
      besides: ['id'],
    },
    'membership.invitations': {
      ...register,
      person: [member('member_id'), address('email')],
      purpose: 'To invite somebody who does not belong yet.',
      ground: 'interest',
      givenTo: ['mail-server'],
      keep: { term: 'invitations', since: 'coalesce(decided_at, expires_at)' },
      onErasure: blanked,
      lines: [
        { holds: 'id', columns: ['member_id'], onErasure: deadId },
        {
          holds: 'id',
          columns: ['invited_by'],
          person: [account('invited_by')],
          onErasure: deadId,
        },
        { holds: 'contact', columns: ['email'] },
        { holds: 'name', columns: ['name'] },
        { holds: 'secret', columns: ['token_hash'], seenBy: ['nobody'] },
        {
          holds: 'behaviour',
          columns: ['class_key', 'state', 'sent_at', 'expires_at', 'decided_at', 'is_unwanted'],
          onErasure: deadId,
        },
      ],
      besides: ['id'],
    },
    'membership.erasures': {
      person: [member('member_id'), account('account_id')],
      purpose:
        'To erase the person again where a back-up brought them back, and to lock what the bank ' +
        'says of them.',
      ground: 'law',
      seenBy: ['operator'],
      keep: { term: 'decisions' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id', 'account_id'] },
        { holds: 'behaviour', columns: ['erased_at', 'removes_texts'] },
        {
          holds: 'secret',
          columns: ['name_marks'],
          seenBy: ['nobody'],
          onErasure: stays(
            'marks',
            'marks by a key, made as the name goes: nobody reads it from them',
          ),
        },
      ],
    },
    'membership.pseudonyms': {
      ...register,
      person: [member('member_id')],
      purpose:
        'So that a pseudonym, or the name of who was erased, leads to nobody else for a year.',
      ground: 'interest',
      seenBy: ['self'],
      keep: { term: 'pseudonyms', since: 'given_up_at', when: 'given_up_at is not null' },
      onErasure: stays(
        'marks',
        'a mark that stands beside no member and tells the month alone: by it the service knows ' +
          'the word again, and nobody reads it from it; it goes when its year is over',
      ),
      lines: [
        { holds: 'id', columns: ['member_id'], onErasure: blanked },
        { holds: 'secret', columns: ['mark'], seenBy: ['nobody'] },
        { holds: 'behaviour', columns: ['taken_at', 'given_up_at'] },
      ],
      drops: [{}],
      besides: ['id'],
    },
    'membership.group_members': {
      ...register,
      person: [member('member_id')],
      purpose: 'So that members find who does what together.',
      seenBy: ['self', 'members'],
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['group_id', 'joined_at'] },
      ],
    },
    'membership.role_terms': {
      ...register,
      person: [member('member_id')],
      purpose: 'To know who answers for what, and did.',
      seenBy: ['self', 'anyone'],
      keep: { term: 'decisions' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        {
          holds: 'id',
          columns: ['appointed_by'],
          person: [account('appointed_by')],
          seenBy: ['administrator'],
        },
        { holds: 'behaviour', columns: ['role', 'origin', 'starts_at', 'ends_at', 'recorded_at'] },
      ],
      besides: ['id'],
    },
    'membership.standing_changes': {
      ...register,
      person: [member('member_id')],
      purpose: 'To show how somebody came to belong, to pause or to leave.',
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'id', columns: ['changed_by'], person: [account('changed_by')] },
        { holds: 'behaviour', columns: ['from_standing', 'to_standing', 'reason', 'changed_at'] },
        {
          holds: 'special',
          columns: ['note', 'note_sealed'],
          seenBy: ['self', 'membership-officer', 'administrator'],
          keep: { term: 'sealed-reasons', since: 'changed_at' },
          ground: 'consent',
          onErasure: blanked,
        },
      ],
      drops: [{ empties: { note: 'null', note_sealed: 'null' } }],
      besides: ['id'],
    },
  },
  impersonal: {
    'membership.cooperatives': [
      'slug',
      'name',
      'currency',
      'time_zone',
      'settings',
      'id',
      'created_at',
      'updated_at',
    ],
    'membership.working_groups': [
      'id',
      'key',
      'name',
      'purpose',
      'opened_at',
      'opened_by_proposal_id',
      'closed_at',
      'closed_by_proposal_id',
    ],
    'membership.member_classes': ['key', 'name', 'open_to', 'may_vote', 'votes', 'created_at'],
  },
});
