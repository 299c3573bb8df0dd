import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { columnsOf, idOf, PersonalDataSources, sql } from '@rochdale/platform';
import { z } from 'zod';
import { SourceRowEntity } from './source-row.entity.js';

const only = ['externalId', 'version', 'json', 'lineId', 'sweptAt'] as const;
const ownRows = sql(
  'collections.export-own-source-rows',
  `select ${columnsOf(SourceRowEntity, { only })} from collections.source_rows
   where cooperative_id = $1 and line_id = any($2::uuid[]) order by swept_at, id`,
);

/** Hands over to persons what sources of money said of the payments that are all theirs. */
@Injectable()
export class OwnSourceRows implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    const shape = z.array(z.looseObject({ lineId: idOf('BankLine') }));
    this.sources.register('collections', shape, (tx, { bankLineIds }) =>
      tx.rows(ownRows, [tx.cooperativeId, bankLineIds]),
    );
  }
}
