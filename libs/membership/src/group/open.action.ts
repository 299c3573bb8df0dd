import { defineAction, violates } from '@rochdale/platform';
import { z } from 'zod';
import { membershipErrors } from '../membership.errors.js';
import { WorkingGroupOpened } from '../membership.events.js';
import { groupOf } from './group.js';
import { groupStore } from './group.store.js';

/** The members open a working group, which any of them may join. */
export const OpenGroupAction = defineAction({
  kind: 'group.open',
  payload: z.strictObject({
    key: z.string().max(60),
    name: z.string().max(200),
    purpose: z.string().max(2000),
  }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,

  summary: ({ key, name }) => `Opens the working group ${name} (${key}).`,

  async check(_, tx, terms) {
    const { key } = groupOf(terms);
    if ((await groupStore.find(tx, key)) !== null) throw taken();
  },

  foresee: async () => 'Nobody is in it until they join.',

  async run(_, tx, terms, { id }) {
    const group = groupOf(terms);
    try {
      await groupStore.insert(tx, group, id);
    } catch (error) {
      throw violates(error, 'working_groups_key_unique') ? taken(error) : error;
    }
    const { key, name } = group;
    tx.announce(WorkingGroupOpened.of(tx.cooperativeId, { key, name }));
  },
});

function taken(cause?: unknown): Error {
  const message = 'There is, or was, a group of this key.';
  return membershipErrors.error('WORKING_GROUP_KEY_TAKEN', message, { path: ['key'], cause });
}
