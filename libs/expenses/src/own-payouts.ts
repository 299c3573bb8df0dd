import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '@rochdale/membership';
import { ownPayouts, ownPayoutsShape } from '@rochdale/payouts';

/** Hands over to members what payouts keep about them, which know members as payees only. */
@Injectable()
export class OwnPayouts implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('payouts', ownPayoutsShape, (tx, { memberId }) =>
      ownPayouts(tx, memberId),
    );
  }
}
