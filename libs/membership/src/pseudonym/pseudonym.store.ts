import { columnsOf, markOfText, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { view } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import type { Audience } from '../member/visibility.js';
import { PseudonymEntity } from './pseudonym.entity.js';
import { foldedName } from './pseudonym.js';

/** When a member took a pseudonym and gave it up. */
export type PseudonymRow = Readonly<Pick<PseudonymEntity, 'takenAt' | 'givenUpAt'>>;

const ofMember = sql(
  'membership.list-pseudonyms-of-member',
  `select ${columnsOf(PseudonymEntity, { only: ['takenAt', 'givenUpAt'] })}
     from membership.pseudonyms where cooperative_id = $1 and member_id = $2
    order by taken_at, id`,
);

const giveUp = sql(
  'membership.give-pseudonym-up',
  `update membership.pseudonyms set given_up_at = $3
    where cooperative_id = $1 and member_id = $2 and given_up_at is null`,
);

// One's own of before is one's own again; anybody else's is not, for as long as its row is kept.
// Who came after somebody was erased is told nothing of them.
const take = sql(
  'membership.take-pseudonym',
  `insert into membership.pseudonyms (id, cooperative_id, member_id, mark, taken_at)
   values ($1, $2, $3, $4, $5)
   on conflict (cooperative_id, mark) do update
      set member_id = excluded.member_id, taken_at = excluded.taken_at, given_up_at = null
    where pseudonyms.given_up_at is not null and (pseudonyms.member_id = excluded.member_id
       or (pseudonyms.member_id is null and pseudonyms.given_up_at <= $6))`,
);

const set = sql(
  'membership.set-pseudonym',
  `update membership.members set pseudonym = $3, pseudonym_visible_to = $4
    where cooperative_id = $1 and id = $2
   returning ${view}`,
);

// Pseudonyms in use as well: marks of before are others where the secret was changed.
const inUse = sql(
  'membership.list-names-in-use',
  `select display_name as name from membership.members
    where cooperative_id = $1 and display_name is not null
      and (name_visible_to = any($2::text[]) or id = $3)
   union all
   select pseudonym from membership.members
    where cooperative_id = $1 and pseudonym is not null and id <> $3
      and pseudonym_visible_to <> 'officers'
   union all
   select unnest(array[name, slug]) from membership.cooperatives where id = $1`,
);

/** Of what a mark is kept: its letters. */
const markOf = ({ cooperativeId }: Tx, folded: string): string =>
  markOfText(`pseudonym in ${cooperativeId}`, folded);

export const pseudonymStore = {
  /** The marks by which a name would be known as somebody's pseudonym, now or lately. */
  marksOf: (tx: Tx, name: string): readonly string[] => [markOf(tx, foldedName(name))],

  ofMember: (tx: Tx, memberId: string): Promise<PseudonymRow[]> =>
    tx.rows<PseudonymRow>(ofMember, [tx.cooperativeId, memberId]),

  /** How many there were to give up: one, or none. */
  giveUp: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(giveUp, [tx.cooperativeId, memberId, tx.now]),

  /** False when it is another's, or was not long ago. */
  async take(
    tx: Tx,
    { id, admittedAt }: Pick<MemberRow, 'id' | 'admittedAt'>,
    folded: string,
  ): Promise<boolean> {
    const values = [newId(), tx.cooperativeId, id, markOf(tx, folded), tx.now, admittedAt];
    return (await tx.run(take, values)) === 1;
  },

  set(tx: Tx, memberId: string, pseudonym: string | null, visibleTo: Audience): Promise<MemberRow> {
    return tx.one<MemberRow>(set, [tx.cooperativeId, memberId, pseudonym, visibleTo]);
  },

  /**
   * The names that are open to these audiences, the member's own, the pseudonyms by which others
   * are called before more than officers, and the co-operative's.
   */
  async inUse(tx: Tx, memberId: string, openTo: readonly Audience[]): Promise<string[]> {
    const rows = await tx.rows<{ name: string }>(inUse, [tx.cooperativeId, openTo, memberId]);
    return rows.map(({ name }) => name);
  },
};
