import {
  blanked,
  definePersonalData,
  goes,
  member,
  stays,
  through,
  whoever,
} from '@rochdale/platform';
import { wasShown } from './proposal/lifecycle.js';
import { deciding, textTables } from './text/texts.personal-data.js';

// The rows of votes that are over, and of which nobody may know for ever what was said in them.
const afterHearing = {
  term: 'sealed-reasons',
  // What waits behind a lock may be called off still; what could not be carried out is over, too.
  since: 'greatest(closed_at, execute_at, executed_at, ended_at)',
  when: `is_hearing and state not in ('draft', 'notice', 'open', 'extended', 'closed')`,
} as const;

const openly = ['self', 'anyone'] as const;
const terms = stays(
  'decisions',
  'what was decided has to be known; the terms of what nobody decided go with ' +
    'its words, and of what was proposed about the person all but how it was decided',
);

/** What members propose, and who seconds it. */
export const governancePersonalData = definePersonalData('governance', {
  activity: 'Deciding together',
  tables: {
    'governance.proposals': {
      ...deciding,
      person: [member('proposer_member_id')],
      purpose: 'To decide together, in the open.',
      seenBy: ['self', 'anyone'],
      lines: [
        { holds: 'id', columns: ['proposer_member_id'] },
        {
          holds: 'text',
          columns: ['title', 'body', 'urgent_reason', 'ended_reason', 'options'],
          onErasure: stays(
            'decisions',
            'what was decided has to be known; what nobody decided goes where the person says so',
          ),
        },
        {
          holds: 'special',
          columns: ['words_sealed', 'ended_reason_sealed'],
          purpose: 'To hear a member, and decide about them.',
          seenBy: ['self', 'deciders'],
          keep: afterHearing,
          onErasure: blanked,
        },
        { holds: 'behaviour', columns: ['created_at', 'state'] },
        {
          holds: 'id',
          columns: ['subject_id'],
          person: [member('subject_id', `subject_kind = 'member'`)],
        },
      ],
      drops: [
        {
          keep: afterHearing,
          empties: {
            title: `case title when 'Erased' then title else 'Hearing' end`,
            body: `''`,
            urgent_reason: 'null',
            ended_reason: 'null',
            words_sealed: 'null',
            ended_reason_sealed: 'null',
          },
        },
      ],
      besides: [
        'id',
        'is_hearing',
        'version',
        'amended_at',
        'subject_kind',
        'policy_id',
        'window_hours',
        'vote_terms',
        'visibility',
        'rule',
        'rule_hash',
        'notice_until',
        'opened_at',
        'closes_at',
        'extended_from',
        'closed_at',
        'electorate_size',
        'electorate_weight',
        'active_members_weight',
        'told_size',
        'told_weight',
        'told_members_weight',
        'electorate_hash',
        'electorate_salt',
        'proof_version',
        'lot_commitment',
        'lot_seed',
        'outcome',
        'outcome_reason',
        'final_count',
        'execute_at',
        'execute_before',
        'executed_at',
        'ended_at',
        'reading',
        'run_off_of_id',
        'follows_as',
      ],
    },
    'governance.actions': {
      ...deciding,
      person: [through('proposal_id', 'governance.proposals')],
      purpose: 'To do what was decided.',
      lines: [
        {
          holds: 'id',
          columns: ['about_member_id'],
          // What somebody has only drafted is theirs, as it is to all members.
          person: [
            member(
              'about_member_id',
              `not exists (select from governance.proposals p
                where p.id = proposal_id and not ${wasShown('p')})`,
            ),
          ],
        },
        // On what terms something is decided is as open as what it says.
        {
          holds: 'text',
          columns: ['payload'],
          person: [whoever],
          seenBy: openly,
          onErasure: terms,
        },
        { holds: 'text', columns: ['failure_message'], person: [whoever], onErasure: terms },
      ],
      besides: [
        'id',
        'proposal_id',
        'ordinal',
        'kind',
        'state',
        'attempts',
        'executed_at',
        'failure_code',
      ],
    },
    'governance.candidates': {
      ...deciding,
      person: [member('member_id')],
      purpose: 'To say who stands, to whoever may see them.',
      seenBy: ['self', 'anyone'],
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['proposal_id', 'place'] },
      ],
    },
    'governance.candidacies': {
      ...deciding,
      person: [member('member_id')],
      purpose: 'So that nobody stands who did not accept, and voters know who does.',
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'text', columns: ['statement'] },
        // Who declined is told to who nominated them, and to who runs elections.
        { holds: 'behaviour', columns: ['proposal_id', 'state', 'answered_at'] },
      ],
    },
    'governance.nominations': {
      ...deciding,
      person: [member('member_id')],
      purpose: 'To ask who is nominated, and to answer who nominated them.',
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'id', columns: ['nominated_by'], person: [member('nominated_by')] },
        {
          holds: 'behaviour',
          columns: ['proposal_id', 'nominated_at'],
          person: [member('nominated_by')],
        },
      ],
    },
    'governance.documents': {
      ...deciding,
      person: [through('adopted_by_proposal_id', 'governance.proposals')],
      purpose: 'So that everybody knows what they keep to, and what it was before.',
      seenBy: ['self', 'anyone'],
      lines: [
        {
          holds: 'text',
          columns: ['title', 'text'],
          onErasure: stays('decisions', 'what all keep to has to be known, as it was voted on'),
        },
      ],
      besides: [
        'key',
        'version',
        'text_hash',
        'adopted_at',
        'adopted_by_proposal_id',
        'retired_at',
        'retired_by_proposal_id',
      ],
    },
    'governance.policies': {
      ...deciding,
      person: [member('adopted_by_member_id')],
      purpose: 'To show who brought in the rules.',
      lines: [
        { holds: 'id', columns: ['adopted_by_member_id'] },
        { holds: 'behaviour', columns: ['adopted_at'] },
      ],
      besides: [
        'id',
        'key',
        'version',
        'title',
        'pack',
        'customs',
        'rule',
        'rule_hash',
        'retired_at',
        'adopted_by_proposal_id',
        'retired_by_proposal_id',
      ],
    },
    ...textTables,
    'governance.attendances': {
      ...deciding,
      person: [
        member('member_id'),
        member('checked_in_by'),
        member('seconded_by'),
        member('checked_out_by'),
      ],
      purpose: 'To know who is present and may vote, and by whose word.',
      seenBy: ['self', 'secretary', 'administrator', 'membership-officer', 'auditor'],
      lines: [
        { holds: 'id', columns: ['member_id', 'checked_in_by', 'seconded_by', 'checked_out_by'] },
        {
          holds: 'behaviour',
          columns: ['assembly_id', 'checked_in_at', 'confirmed_at', 'left_at'],
        },
      ],
    },
    'governance.assembly_votes': {
      ...deciding,
      person: [member('opened_by'), member('closed_by')],
      purpose: 'So that everybody knows who opened and closed a vote.',
      seenBy: ['self', 'members'],
      lines: [
        { holds: 'id', columns: ['opened_by', 'closed_by'] },
        { holds: 'behaviour', columns: ['proposal_id'] },
      ],
      besides: ['assembly_id', 'present', 'of_all', 'exactly_of_all'],
    },
    'governance.assembly_voters': {
      ...deciding,
      person: [member('member_id'), member('checked_in_by'), member('seconded_by')],
      purpose: 'To know by whose word voters were present.',
      seenBy: ['self', 'secretary', 'administrator', 'membership-officer', 'auditor'],
      lines: [
        { holds: 'id', columns: ['member_id', 'checked_in_by', 'seconded_by'] },
        { holds: 'behaviour', columns: ['proposal_id', 'confirmed_at'] },
      ],
    },
    'governance.seconds': {
      ...deciding,
      person: [member('member_id')],
      purpose: 'So that what nobody seconds is not voted on.',
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['proposal_id', 'seconded_at', 'version'] },
      ],
    },
  },
  impersonal: {
    'governance.templates': ['id', 'key', 'version', 'definition', 'kept_at', 'retired_at'],
    'governance.assemblies': 'id title code_hash began_at ended_at tried_at'.split(' '),
    'governance.topics': ['key', 'title', 'created_at', 'retired_at'],
    'governance.proposal_groups': ['proposal_id', 'group_key'],
    'governance.proposal_topics': ['proposal_id', 'topic_key'],
    'governance.elections': ['proposal_id', 'extended_at', 'order_seed'],
    'governance.appeals': 'vote_id expulsion_id state filed_at decided_at owes_return'.split(' '),
    'governance.ratifications':
      'proposal_id vote_id ratify_by state decided_at undone stands'.split(' '),
    // By the number of options, as counts have it.
    'governance.count_backs':
      'proposal_id vacated counted_at gone sitting elected outcome reason count'.split(' '),
  },
});
