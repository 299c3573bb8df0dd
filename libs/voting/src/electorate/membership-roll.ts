import { Injectable } from '@nestjs/common';
import type { Standing } from '@rochdale/membership';
import { awayAmong, MemberDirectory, wentAwayBy } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import type { RollEntry } from './electorate.js';
import { VoterRoll } from './voter-roll.js';

const standings: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/** The roll as the membership room keeps it: who belongs to it, of every class. */
@Injectable()
export class MembershipRoll extends VoterRoll {
  constructor(private readonly members: MemberDirectory) {
    super();
  }

  override async entries(tx: Tx): Promise<readonly RollEntry[]> {
    const members = await this.members.roll(tx, standings);
    return members.map(({ memberId, classKey, standing, votes, mayVote }) => ({
      memberId,
      memberClass: classKey,
      standing,
      votes,
      mayVote,
    }));
  }

  override away(tx: Tx, memberIds: readonly string[], before: Date): Promise<ReadonlySet<string>> {
    return awayAmong(tx, memberIds, before);
  }

  override wentAway(
    tx: Tx,
    memberIds: readonly string[],
    by: Date,
  ): Promise<ReadonlyMap<string, Date>> {
    return wentAwayBy(tx, memberIds, by);
  }
}
