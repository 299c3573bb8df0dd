import { markOfText, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { likenessOf } from './name.js';

// No constraint could say it: who may share a name depends on who reads it, and on terms of office.
const hold = sql(
  'membership.hold-names',
  `select pg_advisory_xact_lock(hashtextextended('membership.names ' || $1::text, 0))`,
);

/** Who asks for a name, and since when they could read those of others. */
interface Asking {
  readonly id: string;
  readonly admittedAt: Date | null;
}

// Names of office, and what stands for the co-operative: as far as whoever asks may read them.
const ofOfficers = sql(
  'membership.list-names-of-officers',
  `select m.display_name as name from membership.members m
    where m.cooperative_id = $1 and m.id is distinct from $2::uuid
      and m.display_name is not null and m.name_visible_to = any($3::text[])
      and exists (select from membership.role_terms r
        where r.cooperative_id = $1 and r.member_id = m.id
          and r.starts_at <= $4 and (r.ends_at is null or r.ends_at > $4))
   union all
   select unnest(array[name, slug]) from membership.cooperatives where id = $1`,
);

const pseudonymsOfOthers = sql(
  'membership.list-pseudonyms-of-others',
  `select pseudonym as name from membership.members
    where cooperative_id = $1 and id is distinct from $2::uuid
      and pseudonym is not null and pseudonym_visible_to = any($3::text[])`,
);

// Who came after somebody was erased is told nothing of them: they could not read it.
const isMarked = sql(
  'membership.find-mark-of-another',
  `select exists (select from membership.pseudonyms
    where cooperative_id = $1 and member_id is distinct from $2 and mark = any($3::text[])
      and (member_id is not null or given_up_at > $4)) as "isMarked"`,
);

// Beside no member, under an id that tells no time, and by its month alone: nothing says whose it
// was. Of two who were called the same and are erased, the later one is waited for.
const keepMark = sql(
  'membership.keep-mark-of-erased-name',
  `insert into membership.pseudonyms (id, cooperative_id, member_id, mark, taken_at, given_up_at)
   select gen_random_uuid(), $1, null, $2, month, month
     from date_trunc('month', $3::timestamptz, 'UTC') as month
   on conflict (cooperative_id, mark) do update set given_up_at = excluded.given_up_at
      where pseudonyms.given_up_at < excluded.given_up_at`,
);

const namesOf = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name);

const markOf = ({ cooperativeId }: Tx, name: string): string =>
  markOfText(`name in ${cooperativeId}`, likenessOf(name));

export const nameStore = {
  /**
   * Until the transaction ends, nobody else of the co-operative chooses by what they are called:
   * of two who look whether it is free at the same time, the later one finds what the other took.
   * Asked for before any account or member is locked.
   */
  hold: (tx: Tx) => tx.run(hold, [tx.cooperativeId]),

  /** Of all others in office, as far as these audiences read them, and the co-operative's own. */
  async ofOfficers(tx: Tx, memberId: string | null, openTo: readonly string[]) {
    const values = [tx.cooperativeId, memberId, openTo, tx.now];
    return namesOf(await tx.rows<{ name: string }>(ofOfficers, values));
  },

  /** By which all but this member are called, before these audiences. */
  async pseudonymsOfOthers(tx: Tx, memberId: string | null, openTo: readonly string[]) {
    const values = [tx.cooperativeId, memberId, openTo];
    return namesOf(await tx.rows<{ name: string }>(pseudonymsOfOthers, values));
  },

  /** Whether another was called so while this member belonged, and was erased within a year. */
  async wasOfAnother(tx: Tx, member: Asking, name: string, marks: readonly string[] = []) {
    const { id, admittedAt } = member;
    const values = [tx.cooperativeId, id, [markOf(tx, name), ...marks], admittedAt];
    return (await tx.one<{ isMarked: boolean }>(isMarked, values)).isMarked;
  },

  /** The name goes, and is for a year nobody's of those who belonged. */
  async reserve(tx: Tx, name: string): Promise<void> {
    await tx.run(keepMark, [tx.cooperativeId, markOf(tx, name), tx.now]);
  },
};
