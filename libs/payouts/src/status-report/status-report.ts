import type {
  BatchStatus,
  PaymentStatusMeaning,
  StatusReason,
  StatusReport,
  TransferStatus,
} from '@rochdale/bank-formats';
import { nameFromBank } from '../payout/payout.js';
import type { PayoutState } from '../payout/payout.js';

/** What a bank's word did: of a payout, or of a transfer that is none of the file's. */
export type WordEffect =
  /** Refused: the payout ended, its money is free. */
  | 'refused'
  /** Refused before, by another report or by withdrawal of the file. */
  | 'known'
  /** Refused, and debited before: what the account shows counts, and a person looks at it. */
  | 'debited'
  /** The bank contradicts itself or the payout: nothing is done, and a person looks at it. */
  | 'doubtful'
  /** Named in the report, and not in the file. */
  | 'unknown'
  /** Under way, or accepted: the statement settles it. */
  | 'waits';

/** The bank's word on one payout of a file. */
export interface BankWord {
  /** Null for a transfer that is none of the file's. */
  readonly payoutId: string | null;
  readonly endToEndId: string;
  readonly meaning: PaymentStatusMeaning;
  /** `AC01`: ISO 20022's, or the bank's own. */
  readonly reason: string | null;
  readonly effect: WordEffect;
}

/** A payout of the file, as far as a report may speak of it. */
export interface FiledPayout {
  readonly id: string;
  readonly endToEndId: string;
  readonly state: PayoutState;
  readonly amountMinor: bigint;
  readonly currency: string;
}

interface Said {
  readonly meaning: PaymentStatusMeaning;
  readonly reason: string | null;
  readonly isDoubtful: boolean;
}

const refusals: ReadonlySet<PaymentStatusMeaning> = new Set(['rejected', 'cancelled']);

/** The names that a report gives its order, as files have them: the message's first. */
export function orderNamesOf(report: StatusReport): string[] {
  const batches = report.batches.map(({ originalBatchId }) => originalBatchId);
  return [report.originalMessageId, ...batches].flatMap((id) => {
    const name = id === null ? null : nameFromBank(id);
    return name === null ? [] : [name];
  });
}

/**
 * The bank's word on each payout of a file, in the file's order, then on transfers that the file
 * does not have. The word on a transfer counts before the one on its batch, and that before the one
 * on the message: a message that is refused in part says nothing of those that it does not name.
 */
export function wordsOf(report: StatusReport, payouts: readonly FiledPayout[]): BankWord[] {
  const transfers = report.batches.flatMap((batch) => batch.transfers);
  const named = new Map<string, TransferStatus[]>();
  for (const one of transfers) named.set(nameOf(one), [...(named.get(nameOf(one)) ?? []), one]);
  const own = payouts.map((payout): BankWord => {
    const { endToEndId } = payout;
    const said = saidOf(report, payout, named.get(endToEndId) ?? []);
    const { meaning, reason } = said;
    return { payoutId: payout.id, endToEndId, meaning, reason, effect: effectOf(said, payout) };
  });
  const known = new Set(own.map(({ endToEndId }) => endToEndId));
  const foreign = [...named].flatMap(([endToEndId, [first]]): BankWord[] => {
    if (endToEndId === '' || known.has(endToEndId) || first === undefined) return [];
    const meaning = first.status?.meaning ?? 'unknown';
    const reason = reasonOf(first.reasons);
    return [{ payoutId: null, endToEndId, meaning, reason, effect: 'unknown' }];
  });
  return [...own, ...foreign];
}

/** As we wrote it, when it is ours: banks change the case, and some name the instruction alone. */
function nameOf({ originalEndToEndId, originalInstructionId }: TransferStatus): string {
  const names = [originalEndToEndId, originalInstructionId].filter((name) => name !== null);
  const ours = names.flatMap((name) => nameFromBank(name) ?? []);
  return ours[0] ?? names[0] ?? '';
}

function saidOf(
  report: StatusReport,
  payout: FiledPayout,
  transfers: readonly TransferStatus[],
): Said {
  const spoken = transfers.filter(({ status }) => status !== null);
  const [first] = spoken;
  if (first === undefined) return saidOfAll(report, transfers);
  const meaning = first.status?.meaning ?? 'unknown';
  const agree = spoken.every(({ status }) => isRefusal(status?.meaning) === isRefusal(meaning));
  const isOurs = spoken.every(
    ({ amountMinor, currency }) =>
      amountMinor === null || (amountMinor === payout.amountMinor && currency === payout.currency),
  );
  const reason =
    reasonOf(first.reasons) ?? batchReason(report, transfers) ?? reasonOf(report.reasons);
  return { meaning, reason, isDoubtful: !agree || !isOurs };
}

/** What holds for a payout of which nothing is said by itself. */
function saidOfAll(report: StatusReport, transfers: readonly TransferStatus[]): Said {
  const batch = batchOf(report, transfers);
  const reason = batchReason(report, transfers) ?? reasonOf(report.reasons);
  const meaning = whole(batch?.status?.meaning) ?? whole(report.status?.meaning) ?? 'pending';
  return { meaning, reason, isDoubtful: false };
}

/** Our files have one batch: a report of one that is given back speaks of it. */
function batchOf(
  { batches }: StatusReport,
  transfers: readonly TransferStatus[],
): BatchStatus | undefined {
  const naming = batches.find((batch) => transfers.some((one) => batch.transfers.includes(one)));
  return naming ?? (batches.length === 1 ? batches[0] : undefined);
}

function batchReason(report: StatusReport, transfers: readonly TransferStatus[]): string | null {
  return reasonOf(batchOf(report, transfers)?.reasons ?? []);
}

/** A word on the whole; what holds for a part says nothing of the rest. */
function whole(meaning: PaymentStatusMeaning | undefined): PaymentStatusMeaning | null {
  return meaning === undefined || meaning === 'partial' ? null : meaning;
}

function isRefusal(meaning: PaymentStatusMeaning | undefined): boolean {
  return meaning !== undefined && refusals.has(meaning);
}

function reasonOf(reasons: readonly StatusReason[]): string | null {
  const code = reasons.find((reason) => reason.code !== null)?.code ?? null;
  return code === null ? null : code.replaceAll(/[^\p{L}\p{N}-]/gu, '').slice(0, 35) || null;
}

function effectOf({ meaning, isDoubtful }: Said, { state }: FiledPayout): WordEffect {
  if (!isRefusal(meaning)) return 'waits';
  if (isDoubtful) return 'doubtful';
  switch (state) {
    case 'submitted':
      return 'refused';
    case 'settled':
    case 'returned':
      return 'debited';
    default:
      return 'known';
  }
}

/** What stands with a payout that its bank refused: `BANK_AC01`. */
export function failureCodeOf({ reason }: Pick<BankWord, 'reason'>): string {
  return reason === null ? 'REJECTED_BY_BANK' : `BANK_${reason.toUpperCase()}`;
}
