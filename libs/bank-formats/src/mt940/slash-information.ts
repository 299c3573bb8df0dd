import { referenceRemittance } from '../reference/remittance.js';
import { counterpartyFrom, given, noInformation, textLines } from './information-parts.js';
import type { Information } from './information-parts.js';

/** Words that stand between slashes in the information of SWIFT and of Dutch banks. */
const words =
  'TRTP|TRCD|IBAN|BBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|ISDT|PREF|PURP|RTRN|CNTP|ULTB|ULTD|' +
  'ULTC|SVCL|ADDR|OCMT|CHGS|EXCH|RREF|ACCW|CREF|KREF|INFO|NRTX|BUSP|RATE|IREF|TRID|SREF|PY|PT|' +
  'SEPA|ACCT|BANK|CITY|DATE|BREF|MREF|TXT|ID';

/** Cuts text at its words; '' holds what stands before the first of them. */
export function slashParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let key = '';
  let from = 0;
  for (const match of text.matchAll(new RegExp(`/(${words})/`, 'g'))) {
    // `/ORDP//NAME/`: the slash that ends one word may begin the next.
    if (match.index < from - 1) continue;
    add(parts, key, text.slice(from, Math.max(from, match.index)));
    key = match[1] ?? '';
    from = match.index + match[0].length;
  }
  add(parts, key, text.slice(from));
  return parts;
}

function add(parts: Map<string, string>, key: string, text: string): void {
  const value = text.replace(/^\/+|\/+$/g, '').trim();
  const before = parts.get(key);
  if (before === undefined) parts.set(key, value);
  else if (value !== '') parts.set(key, before === '' ? value : `${before} ${value}`);
}

/** `IBAN/BIC/name/city` of ING's counterparty. */
function ingCounterparty(text: string): Information['counterparty'] {
  const [account, bic, name] = text.split('/');
  return counterpartyFrom(given(name), given(account), given(bic));
}

function remittanceOf(text: string | undefined): Pick<Information, 'structured' | 'free'> {
  const value = given(text);
  if (value === null) return { structured: [], free: [] };
  const structured = /^STRD\/(?:CUR|ISO)?\/?(.+)$/.exec(value)?.[1];
  if (structured !== undefined) {
    return { structured: [referenceRemittance(structured.trim())], free: [] };
  }
  return { structured: [], free: [value.replace(/^USTD\/{1,2}/, '')] };
}

const named = new Set(
  'TRTP IBAN BBAN BIC NAME REMI EREF MARF MREF CSID PREF PURP RTRN CNTP OCMT CHGS EXCH KREF'.split(
    ' ',
  ),
);

/** What has no field of its own: references by their word, and everything else. */
function leftovers(parts: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of parts) {
    if (!named.has(key) && value !== '') found[key === '' ? 'text' : key] = value;
  }
  return found;
}

/** Reads words between slashes; null for text that does not begin with one. */
export function slashInformation(lines: readonly string[]): Information | null {
  const text = lines.join('');
  if (!new RegExp(`^\\s*/(?:${words})/`).test(text)) return null;
  const parts = slashParts(text.trim());
  const account = given(parts.get('IBAN')) ?? given(parts.get('BBAN'));
  const fromCntp = parts.has('CNTP') ? ingCounterparty(parts.get('CNTP') ?? '') : null;
  const bic = given(parts.get('BIC'))?.replace(/\s+/g, '') ?? null;
  const charge = given(parts.get('CHGS'));
  const references: Record<string, string> = {};
  for (const key of ['PREF', 'KREF']) {
    const value = given(parts.get(key));
    if (value !== null) references[key] = value;
  }
  const remittance = remittanceOf(parts.get('REMI'));
  const other = leftovers(parts);
  const wordless = remittance.free.length === 0 && remittance.structured.length === 0;
  return {
    ...noInformation,
    ...remittance,
    // Without a remittance the whole is kept as text: people know their bank's words.
    free: wordless && !parts.has('REMI') ? textLines(lines) : remittance.free,
    bookingText: given(parts.get('TRTP')),
    counterparty: fromCntp ?? counterpartyFrom(given(parts.get('NAME')), account, bic),
    endToEndId: given(parts.get('EREF')),
    mandateId: given(parts.get('MARF')) ?? given(parts.get('MREF')),
    creditorId: given(parts.get('CSID')),
    returnReason: given(parts.get('RTRN')),
    purpose: given(parts.get('PURP')),
    original: given(parts.get('OCMT')),
    rate: given(parts.get('EXCH')),
    charges: charge === null ? [] : [charge],
    references,
    other,
  };
}
