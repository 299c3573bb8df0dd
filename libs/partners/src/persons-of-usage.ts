import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { FiguresTold, PersonsBehind } from '@rochdale/treasury';
import type { PersonBehind } from '@rochdale/treasury';
import { monthPartsStore } from './closing/month-parts.store.js';
import { sharePartsStore } from './statement/share-parts.store.js';
import { toldPartsStore } from './statement/told-parts.store.js';

/** Whose dues went to partners, for figures that count persons, by how much of them did. */
@Injectable()
export class PersonsOfUsage implements OnModuleInit {
  constructor(
    private readonly behind: PersonsBehind,
    private readonly told: FiguresTold,
  ) {}

  onModuleInit(): void {
    this.behind.register('usage-period', (tx, ids) => this.#of(tx, ids));
    this.told.register('partners', async (tx) => {
      const { told } = await sharePartsStore.soFar(tx);
      return [...(await toldPartsStore.all(tx)), ...told];
    });
  }

  async #of(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly PersonBehind[]>> {
    const found = new Map<string, PersonBehind[]>();
    for (const { periodId, memberId, part } of await monthPartsStore.list(tx, ids)) {
      const behind = { person: `member:${memberId}`, weight: BigInt(part) };
      found.set(periodId, [...(found.get(periodId) ?? []), behind]);
    }
    return found;
  }
}
