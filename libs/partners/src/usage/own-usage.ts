import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { idOf, PersonalDataSources } from '@rochdale/platform';
import { z } from 'zod';
import { ownUsage } from './own-usage.queries.js';

/** Hands over to members what partners said that they used. */
@Injectable()
export class OwnUsage implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    const shape = z.array(
      z.looseObject({ partnerId: idOf('Partner'), periodId: idOf('UsagePeriod').nullable() }),
    );
    this.sources.register('partners', shape, (tx, { memberId }) => ownUsage(tx, memberId));
  }
}
