import { isId, toIdOf, toIdOfKind } from '@rochdale/platform';

/** What the ids in the rows of laws are of, by the names of their columns. */
const types: Readonly<Record<string, string>> = {
  account_id: 'LedgerAccount',
  bank_line_id: 'BankLine',
  cooperative_id: 'Cooperative',
  fund_id: 'Fund',
  hold_id: 'Hold',
  ledger_account_id: 'LedgerAccount',
  line_id: 'BankLine',
  member_id: 'Member',
  period_id: 'AccountingPeriod',
  proposal_id: 'Proposal',
  reverses_id: 'LedgerTransaction',
  transaction_id: 'LedgerTransaction',
};

type LawRow = Readonly<Record<string, unknown>>;

function toldId(row: LawRow, column: string, id: string, of: string | undefined): string {
  const type = column === 'id' ? of : types[column];
  if (type !== undefined) return toIdOf(type, id, 'inside');
  const kind = row[column.replace(/_id$/, '_kind')];
  return typeof kind === 'string' ? toIdOfKind(kind, id, 'inside') : id;
}

/** A row that breaks a law, with the ids that every edge gives. `of` says what its `id` is of. */
export function toldRow(row: LawRow, of: string | undefined): LawRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'string' && isId(value) ? toldId(row, column, value, of) : value,
    ]),
  );
}
