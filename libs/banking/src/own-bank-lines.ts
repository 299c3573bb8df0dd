import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { idOf, PersonalDataSources } from '@rochdale/platform';
import { z } from 'zod';
import { linesOfSameAccounts } from './erased/lock-erased.js';
import { refuseUnnamed } from './erased/member-names.js';
import { moneyOfBearing, ownBankLines } from './own-bank-lines.queries.js';

/** Hands over to persons what banks said of the payments that are all theirs. */
@Injectable()
export class OwnBankLines implements OnApplicationBootstrap, OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    const shape = z.array(z.looseObject({ id: idOf('BankLine') }));
    this.sources.registerMoreLines(linesOfSameAccounts);
    this.sources.register('banking', shape, async (tx, { memberId, bankLineIds }) => [
      ...(await ownBankLines(tx, { memberId, bankLineIds })),
      ...(await moneyOfBearing(tx, memberId, bankLineIds)),
    ]);
  }

  /** @throws Error where nobody says whose lines are by a name: they would stay open to clerks */
  onApplicationBootstrap(): void {
    refuseUnnamed();
  }
}
