import type { TestWorld } from './test-world.js';

/**
 * What a law finds after changes that no rule would have let through, for triggers are asleep. All
 * of it is taken back.
 */
export async function foundAfter(
  { asOwner }: Pick<TestWorld, 'asOwner'>,
  changes: readonly string[],
  law: string,
): Promise<object[]> {
  await asOwner('begin');
  try {
    await asOwner('set local session_replication_role = replica');
    for (const change of changes) await asOwner(change);
    return await asOwner<Record<string, unknown>>(law);
  } finally {
    await asOwner('rollback');
  }
}

/**
 * A row that cannot be changed or go, as a rule that nobody foresaw would have it, while work is
 * done; or that cannot be written, where the condition is on `new`.
 *
 * @param which the row: `old.id = '…'`, `new.member_id = '…'`
 */
export async function whileBroken<Done>(
  { asOwner }: Pick<TestWorld, 'asOwner'>,
  table: string,
  which: string,
  work: () => Promise<Done>,
): Promise<Done> {
  const when = which.includes('new.') ? 'insert' : 'update or delete';
  await asOwner(
    `create function public.break_one() returns trigger language plpgsql as
       $$ begin raise exception 'broken'; end $$;
     create trigger break_one before ${when} on ${table} for each row
       when (${which}) execute function public.break_one()`,
  );
  try {
    return await work();
  } finally {
    await asOwner('drop function public.break_one() cascade');
  }
}
