import { removeBytes } from './forgotten-files.js';
import { keptAfterMs } from './let-go-files.js';
import { sql } from '../db/statement.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';

const drop = sql(
  'platform.drop-files-let-go',
  `delete from platform.attachments
   where cooperative_id = $1 and id = any($2::uuid[]) and subject_kind is null
     and let_go_at <= $3
   returning id`,
);

/** Uploads that were let go a day ago, and attached to nothing since, go with their bytes. */
export class DropLetGo {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN unless the system asks */
  async execute(actor: Actor, { fileIds }: { readonly fileIds: readonly string[] }): Promise<void> {
    permit(actor, 'file.remove');
    await this.unitOfWork.run(actor, async (tx) => {
      const until = new Date(tx.now.getTime() - keptAfterMs);
      removeBytes(tx, await tx.rows<{ id: string }>(drop, [tx.cooperativeId, fileIds, until]));
    });
  }
}
