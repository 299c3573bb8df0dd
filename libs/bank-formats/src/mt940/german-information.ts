import { counterpartyFrom, given, noInformation, textLines } from './information-parts.js';
import type { Information } from './information-parts.js';

/** Business code, then numbered sub-fields, each after a character that the bank chooses. */
const opening = /^\s?(\d{3})([^0-9A-Za-z\s])(?=\d{2})/;

/** Codes of transactions that came back, for which sub-field 34 gives the reason. */
const returnCodes = new Set(['059', '108', '109', '159', '181', '184', '185']);

/** Words in the purpose after which a part of a SEPA payment stands (Appendix to DFÜ-Abkommen). */
const keywords = new Set(
  (
    'EREF KREF MREF PREF RREF CRED DEBT COAM OAMT SVWZ ABWA ABWE ' +
    'IBAN BIC PURP RTRN SQTP SVCL MDAT TAN TAN1'
  ).split(' '),
);

interface SubFields {
  readonly businessCode: string;
  readonly parts: ReadonlyMap<string, string>;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function splitSubFields(text: string): SubFields | null {
  const match = opening.exec(text);
  if (match === null) return null;
  const separator = match[2] ?? '?';
  const parts = new Map<string, string>();
  let last = '';
  for (let from = match[0].length; from <= text.length;) {
    const found = text.indexOf(separator, from);
    const to = found < 0 ? text.length : found;
    // Else the separator stood in the text itself: it belongs to the sub-field before it.
    const isField = to - from >= 2 && isDigit(text, from) && isDigit(text, from + 1);
    if (isField) last = text.slice(from, from + 2);
    const piece = isField ? text.slice(from + 2, to) : separator + text.slice(from, to);
    const before = parts.get(last);
    parts.set(last, before === undefined ? piece : before + piece);
    from = to + 1;
  }
  return { businessCode: match[1] ?? '', parts };
}

function isPurpose(code: string): boolean {
  return code.startsWith('2') || (code >= '60' && code <= '65');
}

/** Purpose lines: 20 to 29, continued in 60 to 63. */
function purposeOf(parts: ReadonlyMap<string, string>): string[] {
  const codes: string[] = [];
  let isSorted = true;
  for (const code of parts.keys()) {
    if (!isPurpose(code)) continue;
    if (code < (codes.at(-1) ?? '')) isSorted = false;
    codes.push(code);
  }
  if (!isSorted) codes.sort();
  return codes.map((code) => parts.get(code) ?? '');
}

/** The keyword that ends before this `+`; '' when none does. */
function keywordBefore(text: string, plus: number, from: number): string {
  for (const length of [4, 3]) {
    const word = plus - length < from ? '' : text.slice(plus - length, plus);
    if (keywords.has(word)) return word;
  }
  return '';
}

/** The purpose cut at its SEPA keywords; '' holds what stands before the first. */
export function sepaParts(purpose: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let key = '';
  let from = 0;
  for (let plus = purpose.indexOf('+'); plus >= 0; plus = purpose.indexOf('+', plus + 1)) {
    const next = keywordBefore(purpose, plus, from);
    if (next === '') continue;
    add(parts, key, purpose.slice(from, plus - next.length));
    key = next;
    from = plus + 1;
  }
  add(parts, key, purpose.slice(from));
  return parts;
}

function add(parts: Map<string, string>, key: string, text: string): void {
  const trimmed = text.trim();
  if (trimmed === '') return;
  const before = parts.get(key);
  parts.set(key, before === undefined ? trimmed : `${before} ${trimmed}`);
}

/** A name over two sub-fields of 27 characters: a full first one was cut within a word. */
function joinName(first: string, second: string): string | null {
  const cut = first.length >= 27 || second.startsWith(' ') || first.endsWith(' ');
  return given(cut ? first + second : `${first} ${second}`);
}

const bicForm = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;

function counterpartyOf(parts: ReadonlyMap<string, string>): Information['counterparty'] {
  const bank = given(parts.get('30'));
  const account = given(parts.get('38')) ?? given(parts.get('31'));
  const name = joinName(parts.get('32') ?? '', parts.get('33') ?? '');
  return counterpartyFrom(name, account, bank !== null && bicForm.test(bank) ? bank : null);
}

const referenceFields = [
  ['10', 'primaNota'],
  ['34', 'textKeyExtension'],
] as const;

const referenceWords = new Set('KREF PREF RREF DEBT ABWA ABWE TAN TAN1 SQTP'.split(' '));

function referencesOf(
  parts: ReadonlyMap<string, string>,
  sepa: ReadonlyMap<string, string>,
): Record<string, string> {
  const found: Record<string, string> = {};
  const bank = given(parts.get('30'));
  if (bank !== null && !bicForm.test(bank)) found['bankCode'] = bank;
  for (const [code, name] of referenceFields) {
    const text = given(parts.get(code));
    if (text !== null) found[name] = text;
  }
  for (const [key, part] of sepa) {
    const text = referenceWords.has(key) ? given(part) : null;
    if (text !== null) found[key] = text;
  }
  return found;
}

/** Sub-fields, apart from the purpose, that have a field of the model. */
const withPlace = new Set(['00', '10', '30', '31', '32', '33', '34', '38']);

/** Sub-fields that have no place of their own, by `?` and their number. */
function otherOf(parts: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [code, text] of parts) {
    if (withPlace.has(code) || isPurpose(code) || text.trim() === '') continue;
    found[`?${code}`] = text.trim();
  }
  const iban = given(parts.get('38'));
  const account = given(parts.get('31'));
  if (iban !== null && account !== null && iban !== account) found['?31'] = account;
  return found;
}

function freeText(lines: readonly string[], sepa: ReadonlyMap<string, string>): string[] {
  if (sepa.size === 0 || (sepa.size === 1 && sepa.has(''))) return textLines(lines);
  const before = given(sepa.get(''));
  const purpose = given(sepa.get('SVWZ'));
  if (before === null) return purpose === null ? [] : [purpose];
  return purpose === null ? [before] : [before, purpose];
}

/** Polish banks write `:86:020` and then the code again before its sub-fields. */
function withoutSecondCode(lines: readonly string[]): readonly string[] {
  const code = lines[0]?.trim() ?? '';
  const again = /^\d{3}$/.test(code) && lines[1]?.trimStart().startsWith(code) === true;
  return again ? lines.slice(1) : lines;
}

/** Reads numbered sub-fields, or German text without them after its code; null for other text. */
export function germanInformation(lines: readonly string[]): Information | null {
  const joined = withoutSecondCode(lines).join('');
  const split = splitSubFields(joined);
  if (split === null) return unstructured(joined);
  const { businessCode, parts } = split;
  const purposeLines = purposeOf(parts);
  const sepa = sepaParts(purposeLines.join(''));
  const extension = given(parts.get('34'));
  const returned = returnCodes.has(businessCode) && extension?.startsWith('9') === true;
  const charge = given(sepa.get('COAM'));
  return {
    businessCode,
    bookingText: given(parts.get('00')),
    counterparty: counterpartyOf(parts),
    structured: [],
    bankReference: null,
    rate: null,
    free: freeText(purposeLines, sepa),
    endToEndId: given(sepa.get('EREF')),
    mandateId: given(sepa.get('MREF')),
    creditorId: given(sepa.get('CRED')),
    returnReason: given(sepa.get('RTRN')) ?? (returned ? extension : null),
    purpose: given(sepa.get('PURP')),
    original: given(sepa.get('OAMT')),
    charges: charge === null ? [] : [charge],
    references: referencesOf(parts, sepa),
    other: otherOf(parts),
  };
}

/** Code 999 and the text of the bank without sub-fields: `999PN5477SCHECK-NR. 1670`. */
function unstructured(text: string): Information | null {
  const match = /^\s?(999)(?=[A-Z])(.*)$/s.exec(text);
  const body = match?.[2] ?? '';
  if (match === null || /^[A-Z_]+:/.test(body)) return null;
  return { ...noInformation, businessCode: '999', free: textLines([body]) };
}
