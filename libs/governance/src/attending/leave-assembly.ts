import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { AttendanceChanged } from '../assembly/assembly.events.js';
import { assemblyStore } from '../assembly/assembly.store.js';
import { assemblyGoingOn } from '../assembly/held-assembly.js';

/** A member says that they are not present, or not any more, whoever checked them in. */
@Injectable()
export class LeaveAssembly {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once. In votes that are open they keep their place.
   *
   * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER
   */
  async execute(
    actor: Actor,
    { assemblyId }: { readonly assemblyId: string },
  ): Promise<{ readonly assemblyId: string }> {
    permit(actor, 'assembly.attend');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member attends');
    return this.unitOfWork.run(actor, async (tx) => {
      await assemblyGoingOn(tx, assemblyId, 'held');
      const went = await assemblyStore.checkOut(tx, assemblyId, [memberId], memberId);
      const told = { assemblyId, members: -1 };
      if (went.length > 0) tx.announce(AttendanceChanged.privately(assemblyId, told));
      return { assemblyId };
    });
  }
}
