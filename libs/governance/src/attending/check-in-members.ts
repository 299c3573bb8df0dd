import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { AttendanceChanged, CheckedByAnother } from '../assembly/assembly.events.js';
import { assemblyStore } from '../assembly/assembly.store.js';
import { assemblyGoingOn } from '../assembly/held-assembly.js';

export interface CheckInMembersInput {
  readonly assemblyId: string;
  readonly memberIds: readonly string[];
  /** Whether they go. */
  readonly isLeaving: boolean;
}

const mostAtOnce = 200;

/**
 * An officer checks members in at the door of an assembly, or out; whom another checked already,
 * they say it of too.
 */
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
    const by = actor.memberId;
    if (by === null) throw new Error('an officer is a member');
    const memberIds = [...new Set(input.memberIds)].toSorted();
    if (memberIds.length === 0 || memberIds.length > mostAtOnce) {
      throw invalid(`One is checked in, and ${mostAtOnce} at once.`, []);
    }
    return this.unitOfWork.run(actor, async (tx) => {
      await assemblyGoingOn(tx, assemblyId, 'locked');
      if (!isLeaving) {
        const listed = await this.votes.listed(tx);
        const nth = input.memberIds.findIndex((id) => !listed.has(id));
        if (nth !== -1) throw invalid('They are on no list of members.', [String(nth)]);
      }
      const there = await assemblyStore.present(tx, assemblyId);
      const of = memberIds.filter((id) => there.has(id) === isLeaving);
      if (isLeaving) await assemblyStore.checkOut(tx, assemblyId, memberIds, by);
      else await assemblyStore.checkIn(tx, assemblyId, memberIds, by);
      tell(tx, assemblyId, { of, by, isLeaving });
      return { assemblyId };
    });
  }
}

interface Changed {
  /** Who came, or went. */
  readonly of: readonly string[];
  readonly by: string;
  readonly isLeaving: boolean;
}

/** To everybody how many, and to each of them that it was said of them. */
function tell(tx: Tx, assemblyId: string, { of, by, isLeaving }: Changed): void {
  if (of.length === 0) return;
  const members = isLeaving ? -of.length : of.length;
  tx.announce(AttendanceChanged.of(assemblyId, { assemblyId, members }));
  for (const memberId of of) {
    if (memberId === by) continue;
    tx.announce(CheckedByAnother.of(assemblyId, { assemblyId, memberId, isLeaving }));
  }
}

const invalid = (message: string, path: readonly string[]): Error =>
  governanceErrors.error('ATTENDANCE_INVALID', message, { path: ['memberIds', ...path] });
