import { z } from 'zod';
import { defineJob } from '../catalogue/job.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';

/** Removes the bytes of files whose rows are gone. */
export const RemoveFilesJob = defineJob({
  name: 'platform.remove-files',
  payload: z.object({ cooperativeId: z.uuid(), fileIds: z.array(z.uuid()) }),
});

const unattached = sql(
  'platform.forget-unattached-uploads',
  `delete from platform.attachments
   where cooperative_id = $1 and uploaded_by_member_id = $2 and subject_kind is null
   returning id`,
);
const ofSubjects = sql(
  'platform.forget-attachments-of-subjects',
  `delete from platform.attachments
   where cooperative_id = $1 and subject_kind = $2 and subject_id = any($3::uuid[])
   returning id`,
);
/** The row goes with the transaction, and the bytes soon after it: a job is sure to do it. */
export function removeBytes(tx: Tx, rows: readonly { readonly id: string }[]): void {
  if (rows.length === 0) return;
  const { cooperativeId } = tx;
  tx.enqueue(RemoveFilesJob, { cooperativeId, fileIds: rows.map(({ id }) => id) });
}

/** Files that a member uploaded and attached to nothing. */
export async function forgetUploads(tx: Tx, memberId: string): Promise<void> {
  removeBytes(tx, await tx.rows<{ id: string }>(unattached, [tx.cooperativeId, memberId]));
}

/** The files of these subjects. Whoever calls owns them, and knows that no law keeps any. */
export async function forgetFilesOf(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<void> {
  const params = [tx.cooperativeId, kind, subjectIds];
  removeBytes(tx, await tx.rows<{ id: string }>(ofSubjects, params));
}
