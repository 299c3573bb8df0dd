import { addDecimals, decimalText, parseDecimal, sameDecimal } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { currencyExponent } from '../model/currency.js';
import type { Findings } from '../model/payment-finding.js';
import { isBic, isIban } from '../writing/account-number.js';
import { isDay } from '../writing/refuse.js';
import type { OrderParty, OrderedBatch, OrderedTransfer, Pain001File } from './pain001-file.js';

const sepaMax: Decimal = { unscaled: 99_999_999_999n, scale: 2 };

function sumOf(transfers: readonly OrderedTransfer[]): Decimal {
  return transfers.reduce<Decimal>(
    (sum, { amount }) => (amount === null ? sum : addDecimals(sum, amount)),
    { unscaled: 0n, scale: 0 },
  );
}

function isDateTime(text: string): boolean {
  const match =
    /^(.{10})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$/.exec(text);
  return match !== null && isDay(match[1] ?? '');
}

function checkTotals(
  of: string,
  stated: { readonly statedCount: string | null; readonly statedSum: string | null },
  transfers: readonly OrderedTransfer[],
  line: number,
  findings: Findings,
): void {
  const { statedCount, statedSum } = stated;
  if (statedCount !== null && !/^\d{1,15}$/.test(statedCount)) {
    findings.error(
      'count-unreadable',
      `${of}: NbOfTxs '${statedCount}' is no count`,
      line,
      'NbOfTxs',
    );
  } else if (statedCount !== null && BigInt(statedCount) !== BigInt(transfers.length)) {
    const message = `${of}: NbOfTxs states ${statedCount}, there are ${transfers.length}`;
    findings.error('count-mismatch', message, line, 'NbOfTxs');
  }
  if (statedSum === null) return;
  const sum = /^[0-9.]+$/.test(statedSum) ? parseDecimal(statedSum) : null;
  const found = sumOf(transfers);
  if (sum === null) {
    findings.error('sum-unreadable', `${of}: CtrlSum '${statedSum}' is no number`, line, 'CtrlSum');
  } else if (!sameDecimal(sum, found)) {
    const message = `${of}: CtrlSum states ${statedSum}, the amounts give ${decimalText(found)}`;
    findings.error('sum-mismatch', message, line, 'CtrlSum');
  }
}

function checkId(name: string, id: string | null, line: number, findings: Findings): void {
  if (id === null) return;
  if (id.length > 35) {
    findings.error('too-long', `${name} has ${id.length} characters instead of 35`, line, name);
  }
  if (!/^[A-Za-z0-9/?:().,'+ -]*$/.test(id) || id.startsWith('/') || id.includes('//')) {
    const message = `${name} '${id}' has characters that SEPA banks need not take`;
    findings.warning('identifier-characters', message, line, name);
  }
}

function checkParty(of: string, party: OrderParty, line: number, findings: Findings): void {
  const { iban, bic, name } = party;
  if (iban !== null && !isIban(iban)) {
    findings.error('iban', `${of}: '${iban}' is no IBAN (check digits or length)`, line, 'IBAN');
  }
  if (bic !== null && !isBic(bic)) {
    findings.error('bic', `${of}: '${bic}' is no BIC`, line, 'BIC');
  }
  if (name !== null && name.length > 140) {
    findings.error('too-long', `${of}: a name of ${name.length} characters`, line, 'Nm');
  } else if (name !== null && name.length > 70) {
    const message = `${of}: a name of ${name.length} characters, SEPA carries 70`;
    findings.warning('name-long', message, line, 'Nm');
  }
}

function checkAmount(transfer: OrderedTransfer, sepa: boolean, findings: Findings): void {
  const { amount, amountText, currency, line } = transfer;
  const wrong = (message: string): void => findings.error('amount', message, line, 'InstdAmt');
  if (amountText === null) return;
  if (amount === null) return wrong(`'${amountText}' is no amount`);
  const exponent = currency === null ? null : currencyExponent(currency);
  if (exponent === null) {
    findings.error('currency', `'${currency ?? ''}' is no currency`, line, 'InstdAmt');
  } else if ((decimalText(amount).split('.')[1] ?? '').length > exponent) {
    wrong(`${amountText} has more decimals than ${currency} has`);
  }
  if (amount.unscaled === 0n) wrong('the amount is zero');
  if (amount.scale > 5 || amount.unscaled.toString().length > 18) {
    wrong(`${amountText} has more digits than the format carries`);
  }
  if (!sepa) return;
  if (currency !== 'EUR') {
    findings.error('currency', `service level SEPA carries EUR, not ${currency ?? ''}`, line);
  } else if (addDecimals(sepaMax, { ...amount, unscaled: -amount.unscaled }).unscaled < 0n) {
    wrong(`${amountText} is more than SEPA carries`);
  }
}

function checkTransfer(transfer: OrderedTransfer, sepa: boolean, findings: Findings): void {
  const { line, endToEndId, instructionId, creditor, remittance } = transfer;
  checkId('EndToEndId', endToEndId, line, findings);
  checkId('InstrId', instructionId, line, findings);
  checkAmount(transfer, sepa, findings);
  checkParty('creditor', creditor, line, findings);
  if (sepa && creditor.iban === null) {
    findings.error('iban-missing', 'service level SEPA asks for an IBAN', line, 'CdtrAcct');
  }
  for (const text of remittance.free) {
    if (text.length > 140) {
      findings.error(
        'too-long',
        `Ustrd has ${text.length} characters instead of 140`,
        line,
        'Ustrd',
      );
    }
  }
}

function checkBatch(batch: OrderedBatch, findings: Findings): void {
  const { line, id, method, executionDate, debtor, transfers } = batch;
  const of = `PmtInf ${id ?? ''}`.trim();
  checkId('PmtInfId', id, line, findings);
  if (method !== null && !['TRF', 'CHK', 'TRA'].includes(method)) {
    findings.error('method', `${of}: '${method}' is no payment method`, line, 'PmtMtd');
  }
  if (executionDate !== null && !isDay(executionDate) && !isDateTime(executionDate)) {
    findings.error('date', `${of}: '${executionDate}' is no day`, line, 'ReqdExctnDt');
  }
  checkParty(`${of}: debtor`, debtor, line, findings);
  checkTotals(of, batch, transfers, line, findings);
  for (const transfer of transfers)
    checkTransfer(transfer, batch.serviceLevel === 'SEPA', findings);
}

function checkRepeated(
  name: string,
  ids: readonly (readonly [id: string | null, line: number])[],
  report: (message: string, line: number) => void,
): void {
  const first = new Map<string, number>();
  for (const [id, line] of ids) {
    if (id === null || id === 'NOTPROVIDED') continue;
    const before = first.get(id);
    if (before === undefined) first.set(id, line);
    else report(`${name} '${id}' stands in line ${before} too`, line);
  }
}

/** The rules of a credit transfer order beyond its structure: sums, dates, numbers, lengths. */
export function checkPain001(
  file: Omit<Pain001File, 'findings'>,
  line: number,
  findings: Findings,
): void {
  const transfers = file.batches.flatMap((batch) => batch.transfers);
  checkId('MsgId', file.messageId, line, findings);
  if (file.createdAt !== null && !isDateTime(file.createdAt)) {
    findings.error('date', `CreDtTm '${file.createdAt}' is no point in time`, line, 'CreDtTm');
  }
  checkTotals('GrpHdr', file, transfers, line, findings);
  for (const batch of file.batches) checkBatch(batch, findings);
  checkRepeated(
    'PmtInfId',
    file.batches.map((batch) => [batch.id, batch.line]),
    (message, at) => findings.error('identifier-repeated', message, at, 'PmtInfId'),
  );
  checkRepeated(
    'EndToEndId',
    transfers.map((one) => [one.endToEndId, one.line]),
    (message, at) => findings.warning('identifier-repeated', message, at, 'EndToEndId'),
  );
}
