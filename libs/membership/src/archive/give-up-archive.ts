import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveStore } from './archive.store.js';

/** Ends an archive that nobody tries any more to make, so that its person can ask anew. */
@Injectable()
export class GiveUpArchive {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Once, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { archiveId }: { archiveId: string }): Promise<void> {
    permit(actor, 'archive.make');
    await this.unitOfWork.run(actor, (tx) => archiveStore.fail(tx, archiveId));
  }
}
