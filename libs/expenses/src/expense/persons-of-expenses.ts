import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { PersonsBehind } from '@rochdale/treasury';
import type { PersonBehind } from '@rochdale/treasury';
import { personsOfExpensesStore } from './persons-of-expenses.store.js';

/** Whom an expense pays, for figures that count persons. */
@Injectable()
export class PersonsOfExpenses implements OnModuleInit {
  constructor(private readonly behind: PersonsBehind) {}

  onModuleInit(): void {
    this.behind.register('expense', (tx, ids) => this.#of(tx, ids));
  }

  async #of(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly PersonBehind[]>> {
    const rows = await personsOfExpensesStore.payees(tx, ids);
    return new Map(
      rows.map(({ id, payeeKind, payeeId }) => [
        id,
        [{ person: `${payeeKind}:${payeeId}`, weight: 1n }],
      ]),
    );
  }
}
