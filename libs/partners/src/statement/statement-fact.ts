import type { Fact, FactDefinition } from '@rochdale/platform';
import type { UsageStatementRow } from './statement.store.js';

interface StatementData {
  statementId: string;
  partnerId: string;
  amountMinor: string;
  currency: string;
}

/** A fact about a statement. What a partner is paid is public, as every payment is. */
export function statementFact(
  definition: FactDefinition<StatementData>,
  { id, partnerId, amountMinor, currency }: UsageStatementRow,
): Fact {
  return definition.of(id, {
    statementId: id,
    partnerId,
    amountMinor: amountMinor.toString(),
    currency,
  });
}
