import { dayOf, defineAction } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { WorkingGroupClosed } from '../membership.events.js';
import { groupStore } from './group.store.js';
import type { GroupRecord } from './group.store.js';
import { groupClosed, groupUnknown } from './known-group.js';

/** The members close a working group: nobody joins it any more, and its history stays. */
export const CloseGroupAction = defineAction({
  kind: 'group.close',
  payload: z.strictObject({ key: z.string().min(1).max(60) }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,

  summary: ({ key }) => `Closes the working group ${key}.`,

  check: async (_, tx, { key }) => void (await openGroup(tx, key)),

  async foresee(_, tx, { key }) {
    const { name, openedAt } = await openGroup(tx, key);
    const since = dayOf(openedAt, await tx.timeZone());
    return `Nobody joins ${name} any more, which has been open since ${since}.`;
  },

  async run(_, tx, { key }, { id }) {
    const { name } = await openGroup(tx, key);
    if (!(await groupStore.close(tx, key, id))) throw groupClosed();
    tx.announce(WorkingGroupClosed.of(tx.cooperativeId, { key, name }));
  },
});

async function openGroup(tx: Tx, key: string): Promise<GroupRecord> {
  const group = await groupStore.find(tx, key);
  if (group === null) throw groupUnknown();
  if (group.closedAt !== null) throw groupClosed();
  return group;
}
