import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { hasUnseen, newId, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { AssemblyBegan } from './assembly.events.js';
import { codeHashOf, newCode } from './assembly.js';
import { assemblyStore } from './assembly.store.js';

/** What is told once: the code by which members check themselves in. */
export interface HeldAssembly {
  readonly assemblyId: string;
  readonly code: string;
}

/** A secretary begins an assembly. */
@Injectable()
export class HoldAssembly {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError ASSEMBLY_TITLE_INVALID */
  async execute(actor: Actor, input: { readonly title: string }): Promise<HeldAssembly> {
    permit(actor, 'assembly.chair');
    const title = input.title.trim();
    if (title === '' || title.length > 120 || hasUnseen(title)) {
      const message = 'An assembly has a title of at most 120 signs that are seen.';
      throw governanceErrors.error('ASSEMBLY_TITLE_INVALID', message, { path: ['title'] });
    }
    const [id, code] = [newId(), newCode()];
    return this.unitOfWork.run(actor, async (tx) => {
      await assemblyStore.insert(tx, { id, title, codeHash: codeHashOf(id, code) });
      tx.announce(AssemblyBegan.of(id, { assemblyId: id, title }));
      return { assemblyId: id, code };
    });
  }
}
