import { blanked, definePersonalData, goes, member, stays } from '@rochdale/platform';

const deadId = stays('votes', 'a vote counts; its id leads to nobody any more');
const vote = {
  person: [member('member_id')],
  ground: 'contract',
  seenBy: ['self', 'members'],
  keep: { term: 'decisions' },
  onErasure: deadId,
} as const;

const afterHearing = {
  term: 'sealed-reasons',
  since: `(select greatest(p.closed_at, p.execute_at, p.executed_at, p.ended_at)
    from governance.proposals p
    where p.cooperative_id = ballots.cooperative_id and p.id = proposal_id)`,
  when: `exists (select from governance.proposals p
    where p.cooperative_id = ballots.cooperative_id and p.id = proposal_id and p.is_hearing
      and p.state not in ('draft', 'notice', 'open', 'extended', 'closed'))`,
} as const;

const overDelegation = {
  term: 'delegations',
  since: `least(ended_at, expires_at, (select coalesce(p.closed_at, p.ended_at)
    from governance.proposals p
    where p.cooperative_id = delegations.cooperative_id and p.id = scope_id))`,
} as const;

/** Who may vote, and how they voted. */
export const votingPersonalData = definePersonalData('voting', {
  activity: 'Voting',
  tables: {
    'governance.ballots': {
      ...vote,
      purpose: 'To count how members voted, and to count it again.',
      lines: [
        { holds: 'id', columns: ['member_id'] },
        {
          holds: 'behaviour',
          columns: [
            'weight',
            'mark',
            'cast_at',
            'cast_via',
            'superseded_at',
            'taken_back',
            'voided',
            'recorded_at',
          ],
        },
        // Whoever delegated knows whom they chose, and not whom that one chose.
        { holds: 'id', columns: ['follows_id'], seenBy: ['nobody'] },
        { holds: 'text', columns: ['reason'], onErasure: blanked },
        {
          holds: 'special',
          columns: ['reason_sealed'],
          seenBy: ['self', 'deciders'],
          keep: afterHearing,
          onErasure: blanked,
        },
      ],
      drops: [
        {
          keep: afterHearing,
          empties: { reason: 'null', reason_sealed: 'null' },
        },
      ],
      besides: ['id', 'proposal_id', 'supersedes_id'],
    },
    'governance.delegations': {
      person: [member('member_id'), member('delegate_id')],
      purpose: 'To have somebody vote for the member where they do not vote themselves.',
      ground: 'contract',
      seenBy: ['self'],
      keep: overDelegation,
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id', 'delegate_id'] },
        {
          holds: 'behaviour',
          columns: [
            'scope_kind',
            'scope_id',
            'topic_key',
            'group_key',
            'is_recorded',
            'given_at',
            'expires_at',
            'ended_at',
          ],
        },
      ],
      drops: [{}],
      besides: ['id'],
    },
    'governance.representatives': {
      person: [member('organisation_id'), member('member_id')],
      purpose: 'To have several members cast the one vote of an organisation.',
      ground: 'contract',
      seenBy: ['self'],
      keep: { term: 'membership' },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['organisation_id', 'member_id'] },
        { holds: 'behaviour', columns: ['named_at'] },
      ],
    },
    'governance.electorate': {
      ...vote,
      purpose: 'To know who could vote.',
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['proposal_id', 'member_class', 'weight'] },
        {
          holds: 'behaviour',
          columns: ['counts_if_cast'],
          seenBy: ['self', 'auditor', 'administrator', 'membership-officer', 'treasurer'],
        },
      ],
    },
    'governance.turnout': {
      ...vote,
      purpose: 'So that nobody votes twice where ballots lie apart from voters.',
      seenBy: ['self'],
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['proposal_id'] },
      ],
    },
    'governance.paper_voters': {
      ...vote,
      person: [
        member('member_id'),
        member('handed_out_by'),
        member('taken_back_by'),
        member('returned_by'),
        member('refused_by'),
      ],
      purpose: 'So that nobody votes twice who was handed a paper, and two say what became of it.',
      seenBy: ['self', 'membership-officer', 'secretary', 'auditor', 'administrator'],
      lines: [
        {
          holds: 'id',
          columns: ['member_id', 'handed_out_by', 'taken_back_by', 'returned_by', 'refused_by'],
        },
        {
          holds: 'behaviour',
          columns: [
            'proposal_id',
            'state',
            'handed_out_at',
            'taken_back_at',
            'returned_at',
            'refused_at',
            'disowned_at',
          ],
        },
      ],
      besides: ['nth'],
    },
    'governance.paper_entries': {
      ...vote,
      person: [member('entered_by')],
      purpose: 'So that whoever confirms papers reads what was entered before.',
      seenBy: ['self', 'membership-officer', 'secretary', 'auditor', 'administrator'],
      lines: [
        { holds: 'id', columns: ['entered_by'] },
        { holds: 'behaviour', columns: ['entered_at'] },
        {
          holds: 'text',
          columns: ['protocol'],
          onErasure: stays('votes', 'what was corrected is shown by what it said'),
        },
      ],
      besides: [
        'proposal_id',
        'nth',
        'handed_out',
        'ballots',
        'spoilt',
        'returned',
        'missing',
        'content_hash',
      ],
    },
    'governance.paper_counts': {
      ...vote,
      person: [member('entered_by'), member('confirmed_by')],
      purpose: 'To know who counted papers, and that two people did.',
      seenBy: ['self'],
      lines: [
        { holds: 'id', columns: ['entered_by', 'confirmed_by'] },
        {
          holds: 'behaviour',
          columns: ['entered_at', 'confirmed_at'],
        },
        {
          holds: 'text',
          columns: ['protocol'],
          seenBy: ['self', 'members'],
          onErasure: stays('votes', 'a count is shown by its protocol, which its hash is of'),
        },
      ],
      besides: [
        'proposal_id',
        'handed_out',
        'ballots',
        'spoilt',
        'returned',
        'missing',
        'content_hash',
      ],
    },
  },
  impersonal: {
    // What was voted where ballots lie apart from voters: of nobody any more.
    'governance.ballot_boxes': ['proposal_id', 'held', 'inbox', 'chest', 'counted', 'receipts'],
    'governance.paper_askings': ['proposal_id', 'step', 'asked_at'],
    'governance.recount_turns': ['proposal_id', 'closed_at'],
  },
});
