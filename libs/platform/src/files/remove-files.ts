import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';
import { fileKey } from './attachments.js';
import type { FileStore } from './file-store.js';

/** The bytes of files whose rows are gone go too. */
export class RemoveFiles {
  constructor(private readonly store: FileStore) {}

  /** @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE: it is tried again */
  async execute(actor: Actor, { fileIds }: { readonly fileIds: readonly string[] }): Promise<void> {
    permit(actor, 'file.remove');
    for (const id of fileIds) await this.store.remove(fileKey(actor, id));
  }
}
