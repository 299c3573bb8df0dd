/**
 * A join that sums up an account's postings before a key of its statement: the newest checkpoint
 * that is not after the key, and what stands between the two, which is a few hundred postings at
 * most however long the history is. Gives `before.balance_minor` and `before.debited_minor`.
 *
 * @param account the ids of the co-operative and of the account, in SQL
 * @param key effective time, sequence and position, in SQL
 */
export function joinBalanceBefore(
  account: readonly [cooperativeId: string, id: string],
  key: readonly [effectiveAt: string, sequence: string, position: string],
): string {
  const [cooperativeId, id] = account;
  const until = `(${key.join(', ')})`;
  const columns = (table: string) =>
    `(${table}.effective_at, ${table}.sequence, ${table}.position)`;
  // The key of the checkpoint is a bare value, the least of all where there is none: anything that
  // computes is held back behind row-level security, and the planner would read the whole account
  // and compare afterwards. The same holds for a join instead of brackets of its own.
  return `cross join lateral (
    select c.balance_minor + since.balance_minor as balance_minor,
      c.debited_minor + since.debited_minor as debited_minor
    from (
      select * from (
        (select k.effective_at, k.sequence, k.position, k.balance_minor, k.debited_minor
         from ledger.balance_checkpoints k
         where k.cooperative_id = ${cooperativeId} and k.account_id = ${id}
           and ${columns('k')} <= ${until}
         order by k.effective_at desc, k.sequence desc, k.position desc limit 1)
        union all
        select '-infinity'::timestamptz, 0::bigint, 0, 0::numeric, 0::numeric) newest
      order by effective_at desc limit 1) c
    cross join lateral (
      select coalesce(sum(q.amount_minor), 0) as balance_minor,
        coalesce(sum(q.amount_minor) filter (where q.amount_minor > 0), 0) as debited_minor
      from ledger.postings q
      where q.cooperative_id = ${cooperativeId} and q.account_id = ${id}
        and ${columns('q')} >= ${columns('c')} and ${columns('q')} < ${until}) since) before`;
}
