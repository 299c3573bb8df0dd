import { Injectable } from '@nestjs/common';
import type { Standing } from '@rochdale/membership';
import { MemberDirectory } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import type { RollEntry } from './electorate.js';
import { VoterRoll } from './voter-roll.js';

const standings: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/** The roll as the membership room keeps it: members of the classes that vote. */
@Injectable()
export class MembershipRoll extends VoterRoll {
  constructor(private readonly members: MemberDirectory) {
    super();
  }

  override async entries(tx: Tx): Promise<readonly RollEntry[]> {
    const entries: RollEntry[] = [];
    for (const standing of standings) {
      for (const { memberId, classKey, votes } of await this.members.activeVoters(tx, [standing])) {
        entries.push({ memberId, memberClass: classKey, standing, votes });
      }
    }
    return entries;
  }
}
