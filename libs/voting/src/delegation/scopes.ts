import { scopeNames } from './delegation.js';

/** In SQL, of a delegation `d`: whether it is for this vote. */
export const isIn = (vote: string): string =>
  `(d.scope_kind = 'all' or d.scope_kind in ('proxy', 'proposal') and d.scope_id = ${vote}
      or d.scope_kind = 'topic' and exists (select from governance.proposal_topics filed
        where filed.cooperative_id = d.cooperative_id and filed.proposal_id = ${vote}
          and filed.topic_key = d.topic_key)
      or d.scope_kind = 'group' and exists (select from governance.proposal_groups filed
        where filed.cooperative_id = d.cooperative_id and filed.proposal_id = ${vote}
          and filed.group_key = d.group_key))`;

const inOrder = scopeNames.map((name) => `'${name}'`).join(', ');

/** What goes before in an order of delegations `d`; of two topics the one that was given last. */
export const narrowest = `array_position(array[${inOrder}], d.scope_kind)`;
