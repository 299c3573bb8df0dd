import { definePersonalData, goes, member, whoever } from '@rochdale/platform';

/** Letters wait sealed, and are empty once they are sent. */
export const lettersPersonalData = definePersonalData('letters', {
  activity: 'Letters to members',
  tables: {
    'notifications.letters': {
      person: [member('member_id')],
      purpose: 'To tell members what concerns them, once.',
      ground: 'contract',
      seenBy: ['nobody'],
      givenTo: ['mail-server'],
      keep: { term: 'letters', since: 'coalesce(sent_at, created_at)', when: `state <> 'queued'` },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['member_id'], seenBy: ['self'] },
        {
          holds: 'behaviour',
          columns: ['kind', 'state', 'created_at', 'sent_at'],
          seenBy: ['self'],
        },
        {
          holds: 'contact',
          columns: ['sealed', 'address_mark'],
          person: [member('member_id'), whoever],
        },
      ],
      drops: [{}],
      besides: ['id', 'fact_id', 'sending_since', 'tries'],
    },
  },
});
