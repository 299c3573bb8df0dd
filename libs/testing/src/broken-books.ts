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
