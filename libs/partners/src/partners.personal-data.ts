import {
  account,
  blanked,
  definePersonalData,
  goes,
  member,
  stays,
  whoever,
} from '@rochdale/platform';

const deadId = stays('numbers', 'an id that leads to nobody any more');

/** What members used of services of partners. */
export const partnersPersonalData = definePersonalData('partners', {
  activity: 'Sharing money among partners by use',
  tables: {
    'partners.usage_events': {
      person: [member('member_id')],
      purpose: 'To share the pool among the services that members used.',
      ground: 'contract',
      seenBy: ['self', 'auditor'],
      givenTo: ['partner'],
      // What no month counted goes as long after it was reported.
      keep: {
        term: 'usage',
        since: `case when period_id is null then received_at else (select p.closed_at
          from partners.periods p where p.cooperative_id = usage_events.cooperative_id
            and p.id = period_id) end`,
      },
      drops: [{ by: 'partners.drop_usage' }],
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        {
          holds: 'behaviour',
          columns: ['partner_id', 'meter_key', 'quantity', 'occurred_at', 'received_at'],
        },
        {
          holds: 'text',
          columns: ['source', 'event_id'],
          person: [whoever],
          onErasure: blanked,
        },
      ],
      besides: ['payload_hash', 'period_id', 'retracted_source', 'retracted_event_id'],
    },
    // Kept once what was reported went at its term.
    'partners.past_users': {
      person: [member('member_id')],
      purpose: 'So that who is erased is told to partners whose reports went before.',
      ground: 'law',
      seenBy: ['self'],
      givenTo: ['partner'],
      keep: { term: 'membership' },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['partner_id'] },
      ],
    },
    'partners.erased_users': {
      person: [member('member_id')],
      purpose: 'So that partners forget whom they reported, who was erased.',
      ground: 'law',
      seenBy: ['nobody'],
      givenTo: ['partner'],
      keep: { term: 'decisions' },
      onErasure: stays(
        'told',
        'it is told to partners by their own id of the person, and says no more',
      ),
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['partner_id', 'told_on'] },
      ],
      besides: ['id'],
    },
    'partners.erasure_announcements': {
      person: [member('member_id')],
      purpose:
        'So that it is announced once, and to all at the same time, that somebody was erased.',
      ground: 'law',
      seenBy: ['nobody'],
      keep: { term: 'decisions' },
      onErasure: stays(
        'told',
        'it says of an id that leads to nobody that it was erased, and no more',
      ),
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'behaviour', columns: ['noted_on', 'told_on'] },
      ],
    },
    'partners.share_parts': {
      person: [member('member_id')],
      purpose: 'To tell a partner no amount that tells of single members’ dues.',
      ground: 'interest',
      seenBy: ['self'],
      // What waits can be told only as long as it is known whose it is.
      keep: { term: 'usage', since: 'shared_at', when: 'not partners.share_waits(share_parts)' },
      drops: [{}],
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['partner_id', 'period_id', 'part', 'shared_at'] },
      ],
      besides: ['id'],
    },
    // Only of amounts that say more than those before them: fewer than half as many as there are
    // members, however old the co-operative is. Without one of them the others, of living members,
    // would be told by those that follow.
    'partners.told_parts': {
      person: [member('member_id')],
      purpose:
        'To tell a partner no amount that, with all that it was told before, tells of single ' +
        'members’ dues: partners keep what they were told.',
      ground: 'interest',
      seenBy: ['self'],
      keep: { term: 'decisions' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['statement_id', 'part'] },
      ],
    },
    // The figure of a month is read as long as the co-operative is there.
    'partners.month_parts': {
      person: [member('member_id')],
      purpose:
        'To tell everybody no figure of what went to partners that, with those before it, tells ' +
        'of single members’ dues.',
      ground: 'interest',
      seenBy: ['self'],
      keep: { term: 'decisions' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['member_id'] },
        { holds: 'money', columns: ['period_id', 'part'] },
      ],
    },
    'partners.statements': {
      person: [account('approved_by_account_id')],
      purpose: 'To show who approved what a partner gets.',
      ground: 'law',
      seenBy: ['treasurer', 'auditor'],
      givenTo: ['partner'],
      keep: { term: 'vouchers', since: 'created_at' },
      onErasure: deadId,
      lines: [
        { holds: 'id', columns: ['approved_by_account_id'] },
        { holds: 'behaviour', columns: ['approved_at'] },
      ],
      besides: [
        'id',
        'partner_id',
        'period_id',
        'share_minor',
        'waited_minor',
        'untold_minor',
        'waits',
        'accrued_minor',
        'amount_minor',
        'currency',
        'events',
        'late_events',
        'events_hash',
        'events_salt',
        'quantity',
        'state',
        'transaction_id',
        'payout_id',
        'created_at',
      ],
    },
  },
  impersonal: {
    'partners.meters': ['key', 'name', 'unit', 'aggregation', 'id', 'created_at'],
    'partners.partners': ['name', 'website', 'id', 'agreed_on', 'ended_on', 'created_at'],
    'partners.periods': [
      'policy_id',
      'currency',
      'carry',
      'input_hash',
      'transaction_id',
      'id',
      'starts_on',
      'ends_on',
      'paid_minor',
      'coop_minor',
      'unused_minor',
      'closed_at',
    ],
    'partners.pool_policies': [
      'rule',
      'coop_share',
      'lambda',
      'meter_key',
      'currency',
      'unused_goes_to',
      'id',
      'version',
      'minimum_payout_minor',
      'grace_days',
      'adopted_at',
    ],
  },
});
