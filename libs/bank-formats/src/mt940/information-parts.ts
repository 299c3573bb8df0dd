import type { Counterparty, OtherElements, StructuredRemittance } from '../model/statement.js';

/** What the information to the account owner (`:86:`) of an entry says. */
export interface Information {
  /** Business transaction code of German and Polish banks (`166`). */
  readonly businessCode: string | null;
  /** The bank's words for the kind of transaction. */
  readonly bookingText: string | null;
  readonly counterparty: Counterparty | null;
  readonly structured: readonly StructuredRemittance[];
  readonly free: readonly string[];
  readonly endToEndId: string | null;
  readonly mandateId: string | null;
  readonly creditorId: string | null;
  readonly returnReason: string | null;
  readonly purpose: string | null;
  readonly bankReference: string | null;
  /** Original amount and charges as written, with or without a currency (`EUR11,85`, `0,50`). */
  readonly original: string | null;
  readonly rate: string | null;
  readonly charges: readonly string[];
  readonly references: Readonly<Record<string, string>>;
  readonly other: OtherElements;
}

/** Nothing known. */
export const noInformation: Information = {
  businessCode: null,
  bookingText: null,
  counterparty: null,
  structured: [],
  free: [],
  endToEndId: null,
  mandateId: null,
  creditorId: null,
  returnReason: null,
  purpose: null,
  bankReference: null,
  original: null,
  rate: null,
  charges: [],
  references: {},
  other: {},
};

/** The lines without blanks around them and without empty ones. */
export function textLines(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    if (text !== '') texts.push(text);
  }
  return texts;
}

/** A name and account as a counterparty; null when there is neither. */
export function counterpartyFrom(
  name: string | null,
  account: string | null,
  bic: string | null,
): Counterparty | null {
  if (name === null && account === null) return null;
  return { name, account, bic };
}

/** An empty text, or one that says that there is no reference, as null. */
export function given(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  const { length } = trimmed;
  const maybe = length === 'NONREF'.length || length === 'NOTPROVIDED'.length;
  return maybe && /^(?:NOTPROVIDED|NONREF)$/i.test(trimmed) ? null : trimmed;
}
