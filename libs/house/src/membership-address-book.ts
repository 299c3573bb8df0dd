import { Injectable } from '@nestjs/common';
import { IdentitySettings } from '@rochdale/identity';
import { AddressBook } from '@rochdale/letters';
import type { Correspondent } from '@rochdale/letters';
import { CooperativeQueries, MemberDirectory, noticeUrl } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { votersOf } from '@rochdale/voting';

/** Persons as membership and voting know them, for the letters room, which may know neither. */
@Injectable()
export class MembershipAddressBook extends AddressBook {
  constructor(
    private readonly members: MemberDirectory,
    private readonly cooperatives: CooperativeQueries,
    private readonly settings: IdentitySettings,
  ) {
    super();
  }

  override async correspondents(
    tx: Tx,
    memberIds: readonly string[],
  ): Promise<readonly Correspondent[]> {
    const contacts = await this.members.contacts(tx, memberIds);
    // Nobody can say yet in which language they read.
    const language = 'en';
    return [...contacts].map(([memberId, contact]) => ({ memberId, language, ...contact }));
  }

  override voters(tx: Tx, proposalId: string): Promise<readonly string[]> {
    return votersOf(tx, proposalId);
  }

  override sender(tx: Tx): Promise<string> {
    return this.cooperatives.nameOf(tx);
  }

  override async noticeUrl(tx: Tx): Promise<string> {
    return noticeUrl(this.settings, await this.cooperatives.own(tx));
  }
}
