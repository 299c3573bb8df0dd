import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { idOf, PersonalDataSources } from '@rochdale/platform';
import { z } from 'zod';
import { ownSourceRows } from './own-source-rows.queries.js';

/** Hands over to persons what sources of money said of the payments that are all theirs. */
@Injectable()
export class OwnSourceRows implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    const shape = z.array(z.looseObject({ lineId: idOf('BankLine') }));
    this.sources.register('collections', shape, (tx, { bankLineIds }) =>
      ownSourceRows(tx, bankLineIds),
    );
  }
}
