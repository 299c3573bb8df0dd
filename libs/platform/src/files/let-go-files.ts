import { z } from 'zod';
import { defineJob } from '../catalogue/job.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';

/**
 * So long what was let go stays: a back-up that has the row of before has its bytes as well, which
 * are kept after it, and whoever uploaded it may think better of it.
 */
export const keptAfterMs = 24 * 60 * 60_000;

/** Removes uploads that were let go, and their bytes, a day later. */
export const DropLetGoJob = defineJob({
  name: 'platform.drop-let-go',
  payload: z.object({ cooperativeId: z.uuid(), fileIds: z.array(z.uuid()) }),
});

const letGo = sql(
  'platform.let-go-of-attachments',
  `update platform.attachments set subject_kind = null, subject_id = null, let_go_at = $5
   where cooperative_id = $1 and subject_kind = $2 and subject_id = $3
     and id <> all($4::uuid[])
   returning id`,
);

/**
 * The files of a subject that it does not show any more belong to nothing from now on, so that only
 * who uploaded them finds them; a day later they go. Whoever calls owns the subject, and knows that
 * no law keeps any.
 */
export async function letGoOfFilesBut(
  tx: Tx,
  { kind, id }: { readonly kind: string; readonly id: string },
  shown: readonly string[],
): Promise<void> {
  const { cooperativeId } = tx;
  const rows = await tx.rows<{ id: string }>(letGo, [cooperativeId, kind, id, shown, tx.now]);
  if (rows.length === 0) return;
  const fileIds = rows.map((row) => row.id);
  const runAt = new Date(tx.now.getTime() + keptAfterMs);
  tx.enqueue(DropLetGoJob, { cooperativeId, fileIds }, { runAt });
}
