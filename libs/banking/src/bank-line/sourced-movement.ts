import { checkRf } from '@rochdale/bank-formats';
import { daysBetween } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { mayBeSame, sourceDays } from '../telling/sourced.js';
import type { BankLineDraft } from './bank-line.js';

/** A movement of an own account that no statement tells, but a source of money, one by one. */
export interface SourcedMovement {
  /** The source's own name of it, the same for ever. */
  readonly externalId: string;
  readonly bookedOn: Day;
  /** What the account gained; negative is what left it. Not zero. */
  readonly amountMinor: bigint;
  /** Takes an earlier movement back. */
  readonly reversal: boolean;
  readonly counterparty: string | null;
  /** What the payer was asked to name, or wrote. */
  readonly reference: string | null;
  /** What the source calls it: a fee, a payment. */
  readonly kind: string;
}

/** The line of a movement: its identity is the source's name and the source's own. */
export function lineOfMovement(
  source: string,
  currency: string,
  movement: SourcedMovement,
): BankLineDraft {
  const { externalId, bookedOn, amountMinor, reversal, counterparty, kind } = movement;
  return {
    identity: `${source}:${externalId}`,
    bookingDate: bookedOn,
    valueDate: null,
    amountMinor,
    currency,
    reversal,
    endToEndId: null,
    bankReference: externalId,
    counterpartyName: counterparty,
    counterpartyAccount: null,
    ...remittance(movement.reference),
    raw: { source, externalId, kind },
  };
}

/** A reference whose check digits are right is one; anything else is words. */
function remittance(text: string | null): Pick<BankLineDraft, 'reference' | 'freeText'> {
  const checked = text === null ? null : checkRf(text);
  return checked?.valid === true
    ? { reference: checked.reference, freeText: null }
    : { reference: null, freeText: text };
}

/** What went out is looked at before what came back, each in the order given. */
export function debitsFirst<Line extends { readonly amountMinor: bigint }>(
  lines: readonly Line[],
): Line[] {
  const isCredit = ({ amountMinor }: Line): boolean => amountMinor > 0n;
  return [...lines.filter((line) => !isCredit(line)), ...lines.filter((line) => isCredit(line))];
}

/** A line of a bank's file that may be what a source tells as well. */
export interface RivalLine {
  readonly id: string;
  readonly bookingDate: string;
  readonly amountMinor: bigint;
  readonly bankReference: string | null;
  readonly reference: string | null;
  readonly freeText: string | null;
}

/**
 * Which line of the bank's files each movement may repeat, each of them once: by the source's own
 * name for it, else by its amount, the nearest day first. Null where the files tell of none.
 */
export function rivalsOf(
  movements: readonly SourcedMovement[],
  lines: readonly RivalLine[],
): (RivalLine | null)[] {
  const left = new Set(lines);
  const take = (fits: (line: RivalLine) => boolean, near: Day): RivalLine | null => {
    const [found] = [...left]
      .filter(fits)
      .toSorted((one, other) => away(one, near) - away(other, near));
    if (found !== undefined) left.delete(found);
    return found ?? null;
  };
  const named = movements.map(({ externalId, amountMinor, bookedOn }) =>
    take((one) => one.bankReference === externalId && one.amountMinor === amountMinor, bookedOn),
  );
  return movements.map((movement, at) => {
    const { amountMinor, bookedOn, reference } = movement;
    const isNear = (one: RivalLine): boolean =>
      one.amountMinor === amountMinor && away(one, bookedOn) <= sourceDays;
    const isSaid = (one: RivalLine): boolean =>
      mayBeSame(reference, `${one.reference ?? ''}${one.freeText ?? ''}`);
    return named[at] ?? take((one) => isNear(one) && isSaid(one), bookedOn);
  });
}

const away = ({ bookingDate }: RivalLine, day: Day): number =>
  Math.abs(daysBetween(bookingDate, day));
