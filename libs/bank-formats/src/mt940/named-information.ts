import { counterpartyFrom, given, noInformation, textLines } from './information-parts.js';
import type { Information } from './information-parts.js';

const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/;

/** mBank: `911 TRANSAKCJA COLLECT; Z RACH.: …; OD: …; TYT.: …; TNR: …`. */
function polish(text: string): Information | null {
  if (!/^\s*\d{3} [^;]*;/.test(text) || !/;\s*(?:TYT\.|TNR|OD|DLA):/.test(text)) return null;
  const parts = new Map<string, string>();
  const [first = '', ...rest] = text.split(';');
  for (const piece of rest) {
    const match = /^\s*([A-Z .]{2,12}):(.*)$/s.exec(piece);
    const key = match?.[1]?.trim() ?? 'text';
    const value = (match?.[2] ?? piece).trim();
    if (value !== '') parts.set(key, value);
  }
  const account = parts.get('Z RACH.') ?? parts.get('NA RACH.');
  const name = parts.get('OD') ?? parts.get('DLA');
  const title = given(parts.get('TYT.'));
  const references: Record<string, string> = {};
  for (const key of ['TNR', 'ID IPH']) {
    const value = given(parts.get(key)?.replace(/\s+/g, ''));
    if (value !== null) references[key] = value;
  }
  const other: Record<string, string> = {};
  for (const [key, value] of parts) {
    if (!['Z RACH.', 'NA RACH.', 'OD', 'DLA', 'TYT.', 'TNR', 'ID IPH'].includes(key)) {
      other[key] = value;
    }
  }
  return {
    ...noInformation,
    businessCode: /\d{3}/.exec(first)?.[0] ?? null,
    bookingText: given(first.replace(/^\s*\d{3}\s*/, '')),
    counterparty: counterpartyFrom(given(name?.replace(/\s+/g, ' ')), given(account), null),
    free: title === null ? [] : [title.replace(/\s+/g, ' ')],
    references,
    other,
  };
}

/** Penta: `999SEPA_CREDIT_TRANSFER:purpose:name:IBAN`. */
function penta(text: string): Information | null {
  const match = /^999([A-Z_]+):(.*)$/s.exec(text);
  if (match === null) return null;
  const parts = (match[2] ?? '').split(':');
  const account = parts.at(-1)?.trim() ?? '';
  const known = parts.length >= 3 && ibanForm.test(account);
  const purpose = known ? parts.slice(0, -2).join(':') : parts.join(':');
  return {
    ...noInformation,
    businessCode: '999',
    bookingText: match[1] ?? null,
    counterparty: known ? counterpartyFrom(given(parts.at(-2)), account, null) : null,
    free: textLines([purpose]),
  };
}

/** Knab: `REK: NL65INGB0123456789/NAAM: PICQER` as the last line. */
function knab(lines: readonly string[]): Information | null {
  const at = lines.findIndex((line) => /^\s*(?:REK: [A-Z0-9]+\/)?NAAM: /.test(line));
  if (at < 0) return null;
  const match = /^\s*(?:REK: ([A-Z0-9]+)\/)?NAAM: (.*)$/s.exec(lines.slice(at).join(''));
  return {
    ...noInformation,
    counterparty: counterpartyFrom(given(match?.[2]), given(match?.[1]), null),
    free: textLines(lines.slice(0, at)),
  };
}

/** ASN and SNS: `NL29INGB0006475121 j blom`, then the purpose. */
function asn(lines: readonly string[]): Information | null {
  const match = /^\s*([A-Z]{2}\d{2}[A-Z0-9]{8,30})(?:\s+(.*))?$/.exec(lines[0] ?? '');
  if (match === null) return null;
  return {
    ...noInformation,
    counterparty: counterpartyFrom(given(match[2]), match[1] ?? null, null),
    free: textLines(lines.slice(1)),
  };
}

/** Reads information whose parts are named in some bank's own way; null when none of them fits. */
export function namedInformation(lines: readonly string[]): Information | null {
  return polish(lines.join('')) ?? penta(lines.join('\n')) ?? knab(lines) ?? asn(lines);
}
