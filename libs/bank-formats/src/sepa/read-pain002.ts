import { parseDecimal, toMinor } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { currencyExponent, exponentOrAssumed } from '../model/currency.js';
import type { Warning } from '../model/statement.js';
import { childOf, childrenOf, descend, textAt } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import { messageVersion, namespaceOf, parseMessage } from './read-pain001.js';
import type { WarningCode } from '../model/kept-words.js';

/**
 * What a status code says of the money: `accepted` went through every check so far, `settled` has
 * left the account, `pending` is under way, `partial` holds for some of a batch, `rejected` will
 * never be paid, `cancelled` was called back, `unknown` is a code this library does not know.
 */
export type PaymentStatusMeaning =
  'accepted' | 'settled' | 'pending' | 'partial' | 'rejected' | 'cancelled' | 'unknown';

/** A status and why (`GrpSts`, `PmtInfSts`, `TxSts` with `StsRsnInf`). */
export interface ReportedStatus {
  /** ISO 20022's code as written (`ACTC`, `RJCT`). */
  readonly code: string;
  readonly meaning: PaymentStatusMeaning;
}

/** One reason of a status (`StsRsnInf`). */
export interface StatusReason {
  /** `Rsn/Cd` (AC01, AM04, NARR) or `Rsn/Prtry`. */
  readonly code: string | null;
  readonly proprietary: boolean;
  /** `AddtlInf`, in words. */
  readonly information: readonly string[];
  /** `Orgtr`: who says so, by name or BIC. */
  readonly originator: string | null;
}

/** What is said about one transfer (`TxInfAndSts`). */
export interface TransferStatus {
  readonly line: number;
  /** `StsId`. */
  readonly statusId: string | null;
  readonly originalInstructionId: string | null;
  readonly originalEndToEndId: string | null;
  readonly originalTransactionId: string | null;
  readonly status: ReportedStatus | null;
  readonly reasons: readonly StatusReason[];
  /** `AcctSvcrRef`, by which the statement will name the transfer. */
  readonly bankReference: string | null;
  /** `OrgnlTxRef/Amt/InstdAmt`, in minor units; null when absent or below the minor unit. */
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
}

/** What is said about one batch (`OrgnlPmtInfAndSts`). */
export interface BatchStatus {
  readonly line: number;
  readonly originalBatchId: string | null;
  readonly originalCount: string | null;
  readonly originalSum: string | null;
  readonly status: ReportedStatus | null;
  readonly reasons: readonly StatusReason[];
  readonly transfers: readonly TransferStatus[];
}

/** A customer payment status report (pain.002). */
export interface StatusReport {
  /** `pain.002.001.10`, or '' when the namespace does not say. */
  readonly version: string;
  readonly messageId: string | null;
  readonly createdAt: string | null;
  readonly originalMessageId: string | null;
  /** `OrgnlMsgNmId`: the format of the order (`pain.001.001.09`). */
  readonly originalMessageName: string | null;
  readonly originalCount: string | null;
  readonly originalSum: string | null;
  readonly status: ReportedStatus | null;
  readonly reasons: readonly StatusReason[];
  readonly batches: readonly BatchStatus[];
  readonly warnings: readonly Warning[];
}

const meanings: Readonly<Record<string, PaymentStatusMeaning>> = {
  ACCP: 'accepted',
  ACTC: 'accepted',
  ACWC: 'accepted',
  ACWP: 'accepted',
  ACFC: 'accepted',
  ACSP: 'accepted',
  ACSC: 'settled',
  ACCC: 'settled',
  RCVD: 'pending',
  PDNG: 'pending',
  PATC: 'pending',
  PRES: 'pending',
  PART: 'partial',
  RJCT: 'rejected',
  BLCK: 'rejected',
  NAUT: 'rejected',
  CANC: 'cancelled',
};

class ReportReader {
  readonly warnings: Warning[] = [];

  status(node: XmlNode | undefined, name: string): ReportedStatus | null {
    const found = childOf(node, name);
    const code = textAt(found);
    if (code === null) return null;
    const meaning = meanings[code] ?? 'unknown';
    if (meaning === 'unknown') {
      this.#warn('status-unknown', `${name} '${code}' is no known status`, found);
    }
    return { code, meaning };
  }

  reasons(node: XmlNode | undefined): StatusReason[] {
    const current = childrenOf(node, 'StsRsnInf');
    return current.map((reason) => {
      const code = textAt(reason, 'Rsn', 'Cd') ?? textAt(reason, 'StsRsn', 'Cd');
      const own = textAt(reason, 'Rsn', 'Prtry') ?? textAt(reason, 'StsRsn', 'Prtry');
      const originator = childOf(reason, 'Orgtr') ?? childOf(reason, 'StsOrgtr');
      const organisation = descend(originator, 'Id', 'OrgId');
      const words = [
        ...childrenOf(reason, 'AddtlInf'),
        ...childrenOf(reason, 'AddtlStsRsnInf'),
      ].map(({ text }) => text.trim());
      return {
        code: code ?? own,
        proprietary: code === null && own !== null,
        information: words.filter((text) => text !== ''),
        originator:
          textAt(originator, 'Nm') ??
          textAt(organisation, 'BICOrBEI') ??
          textAt(organisation, 'AnyBIC') ??
          textAt(organisation, 'Othr', 'Id'),
      };
    });
  }

  transfer(node: XmlNode): TransferStatus {
    const amountNode =
      descend(node, 'OrgnlTxRef', 'Amt', 'InstdAmt') ??
      descend(node, 'OrgnlTxRef', 'Amt', 'EqvtAmt', 'Amt');
    return {
      line: node.line,
      statusId: textAt(node, 'StsId'),
      originalInstructionId: textAt(node, 'OrgnlInstrId'),
      originalEndToEndId: textAt(node, 'OrgnlEndToEndId'),
      originalTransactionId: textAt(node, 'OrgnlTxId'),
      status: this.status(node, 'TxSts'),
      reasons: this.reasons(node),
      bankReference: textAt(node, 'AcctSvcrRef'),
      amountMinor: amountNode === undefined ? null : this.#amount(amountNode),
      currency: amountNode?.attributes['Ccy'] ?? null,
    };
  }

  batch(node: XmlNode): BatchStatus {
    return {
      line: node.line,
      originalBatchId: textAt(node, 'OrgnlPmtInfId'),
      originalCount: textAt(node, 'OrgnlNbOfTxs'),
      originalSum: textAt(node, 'OrgnlCtrlSum'),
      status: this.status(node, 'PmtInfSts'),
      reasons: this.reasons(node),
      transfers: childrenOf(node, 'TxInfAndSts').map((one) => this.transfer(one)),
    };
  }

  #amount(node: XmlNode): bigint | null {
    const currency = node.attributes['Ccy'] ?? null;
    const amount = parseDecimal(node.text.trim());
    if (amount === null) {
      this.#warn('amount-unreadable', `'${node.text.trim()}' is no amount`, node);
      return null;
    }
    if (currency === null || currencyExponent(currency) === null) {
      this.#warn('currency-unknown', `'${currency ?? ''}' is no known currency`, node);
    }
    const minor = toMinor(amount, exponentOrAssumed(currency));
    if (minor.exactAmount === null) return minor.amountMinor;
    this.#warn('amount-below-minor-unit', `${minor.exactAmount} ${currency} is not exact`, node);
    return null;
  }

  #warn(code: WarningCode, message: string, node: XmlNode | undefined): void {
    this.warnings.push({ code, message, line: node?.line ?? null });
  }
}

const rootElement = /<(?:[\w.-]+:)?(?:CstmrPmtStsRpt|pain\.002\.001\.02)[\s/>]/;

/** Whether a file is a bank's answer to a payment order, by its beginning; 64 KB are enough. */
export function isPain002(beginning: Uint8Array): boolean {
  const text = Buffer.from(beginning.subarray(0, 65_536)).toString('latin1');
  // Every second byte of UTF-16 is zero.
  return rootElement.test(text.replaceAll('\0', ''));
}

/**
 * Reads a bank's answer to a payment order (CustomerPaymentStatusReport, pain.002) of any version
 * and publisher, by local names.
 *
 * @throws BankFormatError when the content is not well-formed XML within the bounds, or
 * `format-unknown` when it is another document.
 */
export function readPain002(bytes: Uint8Array): StatusReport {
  const root = parseMessage(bytes);
  const message = childOf(root, 'CstmrPmtStsRpt') ?? childOf(root, 'pain.002.001.02');
  if (message === undefined) {
    const found = root.children[0]?.name ?? root.name;
    throw new BankFormatError('format-unknown', `no payment status report but ${found}`, {
      line: root.line,
    });
  }
  const header = childOf(message, 'GrpHdr');
  const original = childOf(message, 'OrgnlGrpInfAndSts');
  const reader = new ReportReader();
  const batches = childrenOf(message, 'OrgnlPmtInfAndSts').map((node) => reader.batch(node));
  // Version 02 hangs the transfers directly under the message.
  const loose = childrenOf(message, 'TxInfAndSts').map((node) => reader.transfer(node));
  return {
    version: messageVersion(namespaceOf(root)),
    messageId: textAt(header, 'MsgId'),
    createdAt: textAt(header, 'CreDtTm'),
    originalMessageId: textAt(original, 'OrgnlMsgId'),
    originalMessageName: textAt(original, 'OrgnlMsgNmId'),
    originalCount: textAt(original, 'OrgnlNbOfTxs'),
    originalSum: textAt(original, 'OrgnlCtrlSum'),
    status: reader.status(original, 'GrpSts'),
    reasons: reader.reasons(original),
    batches: loose.length === 0 ? batches : [...batches, looseBatch(message.line, loose)],
    warnings: reader.warnings,
  };
}

function looseBatch(line: number, transfers: readonly TransferStatus[]): BatchStatus {
  return {
    line,
    originalBatchId: null,
    originalCount: null,
    originalSum: null,
    status: null,
    reasons: [],
    transfers,
  };
}
