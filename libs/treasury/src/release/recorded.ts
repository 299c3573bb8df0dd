import { onNormalSide, readRecordedSums } from '@rochdale/ledger';
import type { RecordedSumOfSource } from '@rochdale/ledger';
import type { Tx } from '@rochdale/platform';
import { grouped } from './grouped.js';
import type { PersonBehind, PersonsBehind } from './persons-behind.js';
import type { CellKind, RecordedSum } from './release.js';
import type { ReleaseMonth } from './release.store.js';
import { inParts, together } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';

/** What is the bank's and the market's has nobody behind it, where no room knows of somebody. */
const nobodys: ReadonlySet<string> = new Set(['bank-fees', 'exchange-difference']);

/** Whoever gave or got what no room can put a person to: all of them together count as one. */
const somebody = 'somebody';

function kindOf({ kind }: RecordedSumOfSource): CellKind {
  if (kind === 'income') return 'income';
  return kind === 'expense' ? 'spending' : 'fund';
}

function sharesOf(row: RecordedSumOfSource, behind: readonly PersonBehind[] | undefined): Shares {
  const [only] = behind ?? [];
  if (only === undefined) {
    const isNobodys = nobodys.has(row.code) || kindOf(row) === 'fund';
    return new Map(isNobodys ? [] : [[somebody, inParts(row.amountMinor)]]);
  }
  if (behind?.length === 1) return new Map([[only.person, inParts(row.amountMinor)]]);
  const side = row.amountMinor < 0n ? -1n : 1n;
  return new Map(behind?.map(({ person, weight }) => [person, side * weight]));
}

/** What was recorded in these months, by account, with who is behind it. */
export async function readRecorded(
  tx: Tx,
  months: readonly ReleaseMonth[],
  persons: PersonsBehind,
): Promise<RecordedSum[]> {
  const [first] = months;
  if (first === undefined) return [];
  const rows = await readRecordedSums(tx, [first.startsAt, ...months.map(({ endsAt }) => endsAt)]);
  const sources = new Map<string, string[]>();
  for (const [kind, of] of grouped(rows, ({ sourceKind }) => sourceKind)) {
    sources.set(kind, [...new Set(of.map(({ sourceId }) => sourceId))]);
  }
  const behind = await persons.of(tx, sources);
  const groups = grouped(rows, ({ span, code, currency }) => `${span} ${code} ${currency}`);
  return [...groups.values()].flatMap((group) => {
    const [row] = group;
    const month = months[(row?.span ?? 0) - 1]?.month;
    if (row === undefined || month === undefined) return [];
    const { code, currency } = row;
    const shares = group.map((one) =>
      sharesOf(one, behind.get(`${one.sourceKind} ${one.sourceId}`)),
    );
    const debitMinor = group.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const amountMinor = onNormalSide(row.kind, debitMinor);
    return [{ month, kind: kindOf(row), code, currency, amountMinor, shares: together(shares) }];
  });
}
