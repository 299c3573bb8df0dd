import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { AttendanceChanged } from '../assembly/assembly.events.js';
import { codeHashOf } from '../assembly/assembly.js';
import { assemblyStore } from '../assembly/assembly.store.js';
import { assemblyGoingOn } from '../assembly/held-assembly.js';

/** A member says by the code of an assembly that they are present. */
@Injectable()
export class CheckIn {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once. Whom an officer checked in confirms it so. Of a vote that is
   * open already they are no part.
   *
   * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER, ASSEMBLY_CODE_WRONG
   */
  async execute(
    actor: Actor,
    { assemblyId, code }: { readonly assemblyId: string; readonly code: string },
  ): Promise<{ readonly assemblyId: string }> {
    permit(actor, 'assembly.attend');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member attends');
    return this.unitOfWork.run(actor, async (tx) => {
      const { codeHash } = await assemblyGoingOn(tx, assemblyId, 'held');
      if (codeHashOf(assemblyId, code) !== codeHash) {
        const message = 'This is not the code of the assembly.';
        throw governanceErrors.error('ASSEMBLY_CODE_WRONG', message, { path: ['code'] });
      }
      const isNew = await assemblyStore.attend(tx, assemblyId, memberId);
      const told = { assemblyId, members: 1 };
      if (isNew) tx.announce(AttendanceChanged.privately(assemblyId, told));
      return { assemblyId };
    });
  }
}
