import { Injectable } from '@nestjs/common';
import { Offices } from '@rochdale/banking';
import { MemberDirectory } from '@rochdale/membership';
import type { Role, Tx } from '@rochdale/platform';

/** Offices as the membership room knows them, for rooms of money, which may not know it. */
@Injectable()
export class MembershipOffices extends Offices {
  constructor(private readonly members: MemberDirectory) {
    super();
  }

  override holders(tx: Tx, role: Role): Promise<readonly string[]> {
    return this.members.holders(tx, role);
  }
}
