import { create } from 'qrcode';
import { formatMinor } from '../model/amount.js';
import { requireBic, requireIban } from '../writing/account-number.js';
import { refuse } from '../writing/refuse.js';
import { checkRf } from '../reference/creditor-reference.js';

/**
 * A request to be paid by SEPA credit transfer, for EPC069-12 ("Quick Response Code: guidelines to
 * enable data capture for the initiation of a SEPA credit transfer").
 */
export interface EpcPaymentRequest {
  /** AT-21, name of the beneficiary, at most 70 characters. */
  readonly name: string;
  /** AT-20, account of the beneficiary. */
  readonly iban: string;
  /** AT-23, BIC of the beneficiary's bank; needed only outside the European Economic Area. */
  readonly bic?: string;
  /** AT-04, euro cents from 1 to 99,999,999,999; without it the payer chooses. */
  readonly amountMinor?: bigint;
  /** AT-44, purpose, one to four capitals or digits. */
  readonly purpose?: string;
  /** AT-05, structured: an ISO 11649 reference. Not together with `text`. */
  readonly reference?: string;
  /** AT-05, unstructured, at most 140 characters. Not together with `reference`. */
  readonly text?: string;
  /** Information from the beneficiary to the payer, at most 70 characters. */
  readonly information?: string;
}

const amountMaxMinor = 99_999_999_999n;
const payloadMaxBytes = 331;
const symbolVersionMax = 13;

function line(field: string, value: string | undefined, maxLength: number): string {
  const text = (value ?? '').trim();
  if (/\p{C}/u.test(text)) refuse(field, 'control characters cannot stand in a line of the code');
  if (Array.from(text).length > maxLength) refuse(field, `more than ${maxLength} characters`);
  return text;
}

function amountLine(amountMinor: bigint | undefined): string {
  if (amountMinor === undefined) return '';
  if (amountMinor < 1n || amountMinor > amountMaxMinor) {
    refuse('amountMinor', 'the code carries EUR 0.01 to 999999999.99');
  }
  return `EUR${formatMinor(amountMinor, 2)}`;
}

function referenceLine(reference: string | undefined): string {
  if (reference === undefined) return '';
  const check = checkRf(reference);
  if (!check.valid) refuse('reference', `no ISO 11649 reference (${check.fault})`);
  return check.reference;
}

/**
 * The payload of an EPC QR code, version 002, UTF-8, lines ended by LF, trailing empty ones left
 * off.
 *
 * @throws BankFormatError `field-refused` naming what the code cannot carry, or `payload` when the
 * whole exceeds 331 bytes.
 */
export function epcQrPayload(request: EpcPaymentRequest): string {
  if (request.reference !== undefined && request.text !== undefined) {
    refuse('text', 'the code carries a reference or a text, not both');
  }
  const name = line('name', request.name, 70);
  if (name === '') refuse('name', 'must not be empty');
  const purpose = line('purpose', request.purpose, 4);
  if (!/^[A-Z0-9]*$/.test(purpose)) refuse('purpose', 'capitals and digits only');
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    request.bic === undefined ? '' : requireBic('bic', request.bic),
    name,
    requireIban('iban', request.iban),
    amountLine(request.amountMinor),
    purpose,
    referenceLine(request.reference),
    line('text', request.text, 140),
    line('information', request.information, 70),
  ];
  const payload = lines.join('\n').replace(/\n+$/, '');
  const bytes = new TextEncoder().encode(payload).length;
  if (bytes > payloadMaxBytes) {
    refuse('payload', `${bytes} bytes, of which the code carries ${payloadMaxBytes}`);
  }
  return payload;
}

/**
 * The request as a QR code in SVG: error correction level M, at most version 13, a quiet zone of
 * four modules, black on white. Same request, same text.
 *
 * @throws BankFormatError as {@link epcQrPayload} does.
 */
export function epcQrSvg(request: EpcPaymentRequest): string {
  const symbol = create(epcQrPayload(request), { errorCorrectionLevel: 'M' });
  if (symbol.version > symbolVersionMax) refuse('payload', 'needs a symbol above version 13');
  const size = symbol.modules.size;
  const quiet = 4;
  const rows: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (symbol.modules.get(row, column) === 0) continue;
      let length = 1;
      while (column + length < size && symbol.modules.get(row, column + length) !== 0) length += 1;
      rows.push(`M${column + quiet} ${row + quiet}h${length}v1h-${length}z`);
      column += length;
    }
  }
  const side = size + 2 * quiet;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/>` +
    `<path d="${rows.join('')}"/></svg>\n`
  );
}
