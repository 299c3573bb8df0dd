import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { AttendanceChanged } from './assembly.events.js';
import { assemblyStore } from './assembly.store.js';
import { assemblyGoingOn } from './held-assembly.js';

export interface CheckInMembersInput {
  readonly assemblyId: string;
  readonly memberIds: readonly string[];
  /** Whether they go. */
  readonly isLeaving: boolean;
}

const mostAtOnce = 200;

/** An officer checks members in at the door of an assembly, or out. */
@Injectable()
export class CheckInMembers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: Votes,
  ) {}

  /**
   * Done twice it is done once. All of them, or nobody; of votes that are open already they stay,
   * and become, no part.
   *
   * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER, ATTENDANCE_INVALID for nobody, too many
   *   at once, and who is no member
   */
  async execute(actor: Actor, input: CheckInMembersInput): Promise<{ assemblyId: string }> {
    permit(actor, 'assembly.check-in');
    const { assemblyId, isLeaving } = input;
    const memberIds = [...new Set(input.memberIds)].toSorted();
    if (memberIds.length === 0 || memberIds.length > mostAtOnce) {
      throw invalid(`One is checked in, and ${mostAtOnce} at once.`, []);
    }
    return this.unitOfWork.run(actor, async (tx) => {
      await assemblyGoingOn(tx, assemblyId, 'held');
      if (!isLeaving) {
        const listed = await this.votes.listed(tx);
        const nth = input.memberIds.findIndex((id) => !listed.has(id));
        if (nth !== -1) throw invalid('They are on no list of members.', [String(nth)]);
      }
      const changed = isLeaving
        ? -(await assemblyStore.checkOut(tx, assemblyId, memberIds))
        : await assemblyStore.checkIn(tx, assemblyId, memberIds);
      const told = { assemblyId, members: changed };
      if (changed !== 0) tx.announce(AttendanceChanged.of(assemblyId, told));
      return { assemblyId };
    });
  }
}

const invalid = (message: string, path: readonly string[]): Error =>
  governanceErrors.error('ATTENDANCE_INVALID', message, { path: ['memberIds', ...path] });
