import { blanked, goes, member, stays, through } from '@rochdale/platform';

const deadId = stays(
  'decisions',
  'what was decided has to be known; its id leads to nobody any more',
);

/** What was decided, and how it came about. */
export const deciding = {
  ground: 'contract',
  seenBy: ['self', 'members'],
  keep: { term: 'decisions' },
  onErasure: deadId,
} as const;

/** What is proposed, as it was written and found. */
export const textTables = {
  'governance.proposal_tags': {
    ...deciding,
    person: [through('proposal_id', 'governance.proposals')],
    purpose: 'To find what was proposed, by words of whoever did.',
    seenBy: ['self', 'anyone'],
    lines: [
      {
        holds: 'text',
        columns: ['tag'],
        onErasure: stays(
          'decisions',
          'what was decided has to be found; what nobody decided goes where the person says so',
        ),
      },
    ],
    besides: ['proposal_id'],
  },
  'governance.amendments': {
    ...deciding,
    person: [member('proposed_by_member_id'), member('ended_by_member_id')],
    purpose: 'To show what somebody wanted changed, and what became of it.',
    lines: [
      { holds: 'id', columns: ['proposed_by_member_id', 'ended_by_member_id'] },
      {
        holds: 'text',
        columns: ['title', 'body', 'note'],
        onErasure: stays(
          'decisions',
          'what became part of a decision has to be known where nobody wished that it goes; ' +
            'all others go',
        ),
      },
      { holds: 'behaviour', columns: ['state', 'proposed_at', 'ended_at'] },
    ],
    besides: ['id', 'proposal_id', 'on_version', 'made_version'],
  },
  'governance.proposal_links': {
    ...deciding,
    person: [member('subject_id', `kind = 'member'`)],
    purpose: 'To find what is about the same.',
    onErasure: goes,
    lines: [{ holds: 'id', columns: ['subject_id'] }],
    besides: ['proposal_id', 'place', 'kind', 'document_key'],
  },
  'governance.authors': {
    ...deciding,
    person: [member('member_id')],
    purpose: 'To write a proposal together, and to name who did.',
    onErasure: goes,
    lines: [
      { holds: 'id', columns: ['member_id'] },
      { holds: 'behaviour', columns: ['invited_at', 'accepted_at'] },
    ],
    besides: ['proposal_id', 'since_version'],
  },
  'governance.comments': {
    ...deciding,
    person: [member('written_by_member_id')],
    purpose: 'So that members talk about what they decide, and read why it was decided.',
    lines: [
      { holds: 'id', columns: ['written_by_member_id'] },
      {
        holds: 'id',
        columns: ['removed_by_member_id'],
        person: [member('removed_by_member_id')],
      },
      { holds: 'text', columns: ['body'], onErasure: blanked },
      {
        holds: 'behaviour',
        columns: ['written_at', 'edited_at', 'removed_at', 'removed_because'],
      },
    ],
    besides: ['id', 'proposal_id', 'thread_id', 'version'],
  },
  'governance.comment_mentions': {
    ...deciding,
    person: [member('member_id')],
    purpose: 'To tell who is called by name, once and not too often.',
    onErasure: goes,
    lines: [
      { holds: 'id', columns: ['member_id'] },
      { holds: 'behaviour', columns: ['is_named', 'told_at'], seenBy: ['self'] },
    ],
    besides: ['comment_id'],
  },
  'governance.comment_reactions': {
    ...deciding,
    person: [member('member_id')],
    purpose: 'To say something without words, and to take it back.',
    seenBy: ['self'],
    onErasure: goes,
    lines: [
      { holds: 'id', columns: ['member_id'] },
      { holds: 'behaviour', columns: ['comment_id', 'kind'] },
    ],
  },
  'governance.outcome_statements': {
    ...deciding,
    person: [member('written_by_member_id'), through('proposal_id', 'governance.proposals')],
    purpose: 'To tell members what follows from what they decided.',
    lines: [
      { holds: 'id', columns: ['written_by_member_id'] },
      {
        holds: 'text',
        columns: ['body'],
        onErasure: stays(
          'decisions',
          'what was decided has to be known; it goes where the person says so, and with what it ' +
            'is about',
        ),
      },
      {
        holds: 'id',
        columns: ['removed_by_member_id'],
        person: [member('removed_by_member_id')],
      },
      { holds: 'behaviour', columns: ['written_at', 'removed_at', 'removed_because'] },
    ],
    besides: ['proposal_id', 'version'],
  },
  'governance.reviews': {
    ...deciding,
    person: [member('set_by_member_id')],
    purpose: 'To look again at what was decided, on a day.',
    lines: [
      { holds: 'id', columns: ['set_by_member_id'] },
      { holds: 'behaviour', columns: ['review_on', 'set_at', 'reminded_at'] },
    ],
    besides: ['proposal_id'],
  },
  'governance.proposal_versions': {
    ...deciding,
    person: [member('made_by_member_id'), through('proposal_id', 'governance.proposals')],
    purpose: 'To show how what is decided came to say what it says.',
    lines: [
      { holds: 'id', columns: ['made_by_member_id'] },
      {
        holds: 'text',
        columns: ['title', 'body', 'urgent_reason', 'options', 'vote_terms', 'actions'],
        onErasure: stays(
          'decisions',
          'how what was decided came about has to be known; what nobody else read goes, and ' +
            'what nobody decided where the person says so',
        ),
      },
      { holds: 'behaviour', columns: ['version', 'made_at'] },
    ],
    besides: ['proposal_id', 'window_hours', 'follows_shown'],
  },
} as const;
