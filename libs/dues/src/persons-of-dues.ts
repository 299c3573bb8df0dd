import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { sql } from '@rochdale/platform';
import type { Statement, Tx } from '@rochdale/platform';
import { PersonsBehind } from '@rochdale/treasury';
import type { PersonBehind } from '@rochdale/treasury';
import { refundObligation } from './credit/refund.js';

const personsOf = (verb: string, table: string) =>
  sql(
    `dues.find-persons-of-${verb}`,
    `select id::text, member_id as "memberId" from dues.${table}
     where cooperative_id = $1 and id::text = any ($2)`,
  );

const statements: Readonly<Record<string, Statement>> = {
  invoice: personsOf('invoices', 'invoices'),
  'credit-entry': personsOf('credit-entries', 'credit_entries'),
  [refundObligation]: personsOf('refunds', 'refunds'),
};

/** Whose dues an amount of the books is, for figures that count persons. */
@Injectable()
export class PersonsOfDues implements OnModuleInit {
  constructor(private readonly behind: PersonsBehind) {}

  onModuleInit(): void {
    for (const [kind, statement] of Object.entries(statements)) {
      this.behind.register(kind, (tx, ids) => this.#of(tx, statement, ids));
    }
  }

  async #of(
    tx: Tx,
    statement: Statement,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PersonBehind[]>> {
    const rows = await tx.rows<{ id: string; memberId: string }>(statement, [
      tx.cooperativeId,
      ids,
    ]);
    return new Map(rows.map(({ id, memberId }) => [id, [personBehind(memberId)]]));
  }
}

const personBehind = (memberId: string): PersonBehind => ({
  person: `member:${memberId}`,
  weight: 1n,
});
