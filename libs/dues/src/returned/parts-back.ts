/** What of a line may come back: what an invoice got of it, a member's credit, or an account. */
export type PartKind = 'invoice' | 'credit' | 'account';

/** What is left of a part: what a line settled, without what was taken back of it; not zero. */
export interface PartRow {
  readonly kind: PartKind;
  /** Of the invoice, of the member, or of the account. */
  readonly id: string;
  /** Whose money it was; null of what an account got. */
  readonly memberId: string | null;
  /** Below zero where a credit gave what its member's invoices did not give back. */
  readonly amountMinor: bigint;
  /** What is paid of the invoice by now; nothing of a credit. */
  readonly paidMinor: bigint;
}

export type PartLeft = Pick<PartRow, 'kind' | 'id' | 'memberId' | 'amountMinor'>;

const sum = (parts: readonly Pick<PartRow, 'amountMinor'>[]): bigint =>
  parts.reduce((total, { amountMinor }) => total + amountMinor, 0n);

/**
 * The parts that may come back, each more than nothing: together what is left of the line. What a
 * credit gave in the place of an invoice, because that one was credited or paid otherwise since, is
 * less left of that invoice: of the member's that lack most first. What an invoice gave in the
 * place of a credit, as when a return was undone before its line was, is less left of the credit.
 */
export function partsLeft(rows: readonly PartRow[]): PartLeft[] {
  const given = new Map<string | null, bigint>();
  for (const { kind, memberId, amountMinor } of rows) {
    if (kind === 'account' || amountMinor >= 0n) continue;
    given.set(memberId, (given.get(memberId) ?? 0n) - amountMinor);
  }
  const parts = rows.filter(({ amountMinor }) => amountMinor > 0n);
  const left = new Map(parts.map((row) => [row, row.amountMinor]));
  for (const row of parts.toSorted(creditsFirst)) {
    const owed = given.get(row.memberId) ?? 0n;
    const less = owed < row.amountMinor ? owed : row.amountMinor;
    given.set(row.memberId, owed - less);
    left.set(row, row.amountMinor - less);
  }
  return parts.flatMap((row) => {
    const amountMinor = left.get(row) ?? 0n;
    const { kind, id, memberId } = row;
    return amountMinor === 0n ? [] : [{ kind, id, memberId, amountMinor }];
  });
}

const lack = ({ amountMinor, paidMinor }: PartRow): bigint => amountMinor - paidMinor;

function creditsFirst(one: PartRow, other: PartRow): number {
  const isCredit = Number(other.kind === 'credit') - Number(one.kind === 'credit');
  return isCredit === 0 ? Number(lack(other) - lack(one)) : isCredit;
}

/**
 * Which parts of a line a return of one of these amounts takes: all of them, those that it names
 * together, else the one of that amount. Null where none is, or more than one; where some are named
 * no other is guessed.
 */
export function partsBack(
  amountsMinor: readonly bigint[],
  parts: readonly PartLeft[],
  namedIds: readonly string[],
): readonly PartLeft[] | null {
  const isAmount = (some: readonly PartLeft[]): boolean =>
    some.length > 0 && amountsMinor.includes(sum(some));
  if (isAmount(parts)) return parts;
  const named = parts.filter(({ kind, id }) => kind === 'invoice' && namedIds.includes(id));
  if (isAmount(named)) return named;
  const among = named.length > 0 ? named : parts;
  const [only, ...others] = among.filter((part) => isAmount([part]));
  return only === undefined || others.length > 0 ? null : [only];
}

/** A part as a treasurer names it: of an invoice, of a member's credit, or of an account. */
export interface PartNamed {
  readonly invoiceId?: string | null;
  readonly creditMemberId?: string | null;
  readonly ledgerAccountId?: string | null;
  /** How much of it comes back; all that is left of it when that is not said. */
  readonly amountMinor?: bigint | null;
}

/** Why what is named does not come back, and where that is said. */
export interface NotBack {
  readonly message: string;
  readonly path: readonly string[];
  readonly data?: { readonly differenceMinor: string };
}

const fields = {
  invoice: 'invoiceId',
  credit: 'creditMemberId',
  account: 'ledgerAccountId',
} as const;

/** The parts that somebody named, as much of each as comes back, or why they do not. */
export function partsNamed(
  named: readonly PartNamed[],
  left: readonly PartLeft[],
): readonly PartLeft[] | NotBack {
  const found: PartLeft[] = [];
  for (const [nth, part] of named.entries()) {
    const path = ['parts', String(nth)];
    const said = (['invoice', 'credit', 'account'] as const).flatMap((kind) => {
      const id = part[fields[kind]] ?? null;
      return id === null ? [] : [{ kind, id }];
    });
    const [one] = said;
    if (one === undefined || said.length > 1) {
      return {
        message: 'Name each part by one thing: an invoice, an account, or whose credit it is.',
        path,
      };
    }
    const at = [...path, fields[one.kind]];
    const isSame = ({ kind, id }: PartLeft): boolean => kind === one.kind && id === one.id;
    const known = left.find(isSame);
    if (known === undefined) return { message: 'The line has nothing left of that.', path: at };
    if (found.some(isSame)) return { message: 'A part comes back once.', path: at };
    const amountMinor = part.amountMinor ?? known.amountMinor;
    if (amountMinor <= 0n || amountMinor > known.amountMinor) {
      const message = 'A part is more than nothing, and no more than what is left of it.';
      return { message, path: [...path, 'amountMinor'] };
    }
    found.push({ ...known, amountMinor });
  }
  return found;
}

/**
 * The parts that a line takes back by a treasurer's word: those that they name; none named, all
 * that is left, or the one part of its amount. What the line takes beyond them is the bank's fee,
 * which the bank told or they say: no other difference is made a fee of unawares.
 *
 * @param amountsMinor what the bank's word leaves for the parts; where they say the fee, that less
 */
export function partsSaid(
  told: { readonly takenMinor: bigint; readonly amountsMinor: readonly bigint[] },
  left: readonly PartLeft[],
  said: { readonly parts: readonly PartNamed[]; readonly feeMinor: bigint | null },
): readonly PartLeft[] | NotBack {
  const { takenMinor } = told;
  const { feeMinor } = said;
  const amountsMinor = feeMinor === null ? told.amountsMinor : [takenMinor - feeMinor];
  if (feeMinor !== null && (feeMinor < 0n || feeMinor >= takenMinor)) {
    return { message: 'A fee is not below nothing, and less than the line.', path: ['feeMinor'] };
  }
  const isNamed = said.parts.length > 0;
  const parts = isNamed
    ? partsNamed(said.parts, left)
    : (partsBack(amountsMinor, left, []) ?? left);
  if ('message' in parts) return parts;
  const differenceMinor = takenMinor - sum(parts);
  if (amountsMinor.some((amountMinor) => amountMinor === sum(parts))) return parts;
  if (differenceMinor < 0n) {
    return isNamed
      ? { message: 'The line takes less than these parts.', path: ['parts'] }
      : {
          message: 'The line takes less than is left of the other one: name the parts.',
          path: ['lineId'],
        };
  }
  return {
    message: 'The line takes another sum than came back: say what the bank kept, if it did.',
    path: ['feeMinor'],
    data: { differenceMinor: differenceMinor.toString() },
  };
}
