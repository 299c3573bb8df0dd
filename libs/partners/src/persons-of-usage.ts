import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DuesPaid } from '@rochdale/dues';
import type { Tx } from '@rochdale/platform';
import { FiguresTold, PersonsBehind } from '@rochdale/treasury';
import type { PersonBehind } from '@rochdale/treasury';
import { personsOfUsageStore } from './persons-of-usage.store.js';
import { sharePartsStore } from './statement/share-parts.store.js';
import { toldPartsStore } from './statement/told-parts.store.js';

/** Whose dues went to partners, for figures that count persons: of those who used something. */
@Injectable()
export class PersonsOfUsage implements OnModuleInit {
  constructor(
    private readonly behind: PersonsBehind,
    private readonly duesPaid: DuesPaid,
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
    const used = await personsOfUsageStore.users(tx, ids);
    const isUser = new Set(used.map(({ periodId, memberId }) => `${periodId} ${memberId}`));
    const found = new Map<string, PersonBehind[]>();
    for (const { sharedInId, memberId, paidMinor } of await this.duesPaid.sharedIn(tx, ids)) {
      if (!isUser.has(`${sharedInId} ${memberId}`)) continue;
      const behind = { person: `member:${memberId}`, weight: paidMinor };
      found.set(sharedInId, [...(found.get(sharedInId) ?? []), behind]);
    }
    return found;
  }
}
