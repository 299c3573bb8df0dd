import type { Tx } from '@rochdale/platform';
import { MemberClassEntity } from './member-class.entity.js';
import type { MemberClass } from './member-class.js';

const memberClasses = (tx: Tx) => tx.repository(MemberClassEntity);

export const memberClassStore = {
  /** Defines classes, anew or again. */
  async save(tx: Tx, classes: readonly MemberClass[]): Promise<void> {
    const { cooperativeId, now: createdAt } = tx;
    const defined = classes.map((given) => ({ ...given, cooperativeId, createdAt }));
    const onConflict = ['cooperativeId', 'key'];
    await memberClasses(tx).upsert(defined, onConflict);
  },

  find: (tx: Tx, key: string): Promise<MemberClass | null> =>
    memberClasses(tx).findOneBy({ cooperativeId: tx.cooperativeId, key }),
};
