import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { Payees } from '@rochdale/payouts';

/** Members are paid whatever their standing: who left is still owed what they spent. */
@Injectable()
export class MemberPayees implements OnModuleInit {
  constructor(
    private readonly payees: Payees,
    private readonly members: MemberDirectory,
  ) {}

  onModuleInit(): void {
    this.payees.register('member', (tx, ids) => this.members.among(tx, ids));
  }
}
