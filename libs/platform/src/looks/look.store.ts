import { columnsOf } from '../db/mapping.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import { assert } from '../kernel/assert.js';
import { newId } from '../kernel/id.js';
import { keysetList } from '../list/keyset-list.js';
import type { Page, PageRequest } from '../list/page.js';
import { LookEntity } from './look.entity.js';
import type { LookedAt } from './look.entity.js';

/** What of whom. */
export interface Look {
  readonly memberId: string;
  readonly what: LookedAt;
}

/** A look as the person that it was at sees it. */
export type LookView = Readonly<
  Pick<LookEntity, 'id' | 'what' | 'byMemberId' | 'byOffices' | 'lookedAt'>
>;

const insert = sql(
  'platform.insert-looks',
  `insert into platform.looks
     (id, cooperative_id, member_id, what, by_account_id, by_member_id, by_offices, looked_at)
   select seen.id, $1, seen.member_id, seen.what, $2, $3, $4::text[], $5
   from unnest($6::uuid[], $7::uuid[], $8::text[]) as seen (id, member_id, what)`,
);

const looks = keysetList<LookView, object, { memberId: string }>({
  name: 'platform.list-looks',
  select: columnsOf(LookEntity, { only: ['id', 'what', 'byMemberId', 'byOffices', 'lookedAt'] }),
  from: 'platform.looks',
  where: 'cooperative_id = :cooperativeId and member_id = :memberId',
  keys: [
    { column: 'looked_at', field: 'lookedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
});

export const lookStore = {
  /** All of them in one statement. */
  async insert(tx: Tx, seen: readonly Look[]): Promise<void> {
    const { accountId, memberId, roles } = tx.actor;
    const rows = await tx.run(insert, [
      tx.cooperativeId,
      accountId,
      memberId,
      [...roles].toSorted(),
      tx.now,
      seen.map(() => newId()),
      seen.map((look) => look.memberId),
      seen.map((look) => look.what),
    ]);
    assert(rows === seen.length, 'every look is on record');
  },

  /** The newest first. */
  page(tx: Tx, request: PageRequest, memberId: string): Promise<Page<LookView>> {
    return looks.page(tx, request, { params: { memberId } });
  },
};
