import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { ownPayoutLines, ownPayouts, ownPayoutsShape } from '@rochdale/payouts';
import { CONFIG, PersonalDataSources } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';

/** Hands over to members what payouts keep about them, which know members as payees only. */
@Injectable()
export class OwnPayouts implements OnModuleInit {
  constructor(
    private readonly sources: PersonalDataSources,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  onModuleInit(): void {
    this.sources.register('payouts', ownPayoutsShape, (tx, { memberId, inFull }) =>
      ownPayouts(tx, memberId, inFull ? this.config.secret : null),
    );
    this.sources.registerLines('payouts', (tx, { memberId }) => ownPayoutLines(tx, memberId));
  }
}
