import { parseDecimal, toMinor } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { exponentOrAssumed } from '../model/currency.js';
import { decodeText } from '../model/text.js';
import { Findings } from '../model/payment-finding.js';
import { childOf, childrenOf, descend, parseXmlTree, textAt } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import { checkBankRules } from './check-bank-rules.js';
import { checkPain001 } from './check-pain001.js';
import type { OrderParty, OrderedBatch, OrderedTransfer, Pain001File } from './pain001-file.js';
import { checkStructure } from './pain001-structure.js';

/** Larger files are not orders that a co-operative writes; they are held whole in memory. */
const fileMaxBytes = 64 * 1024 * 1024;

/** The version of a message in a namespace of any publisher, or ''. */
export function messageVersion(namespace: string | undefined): string {
  return /pain\.\d{3}\.\d{3}\.\d{2}(?:\.ch\.\d{2})?/.exec(namespace ?? '')?.[0] ?? '';
}

/** The namespace that a document declares for its own elements. */
export function namespaceOf(root: XmlNode): string | undefined {
  const named = Object.entries(root.attributes).filter(([name]) => /^xmlns(:|$)/i.test(name));
  const own = named.find(([, value]) => messageVersion(value) !== '') ?? named[0];
  return own?.[1];
}

/**
 * Reads the bytes of a payment message whole.
 *
 * @throws BankFormatError when it is too large, or not XML within the bounds.
 */
export function parseMessage(bytes: Uint8Array): XmlNode {
  if (bytes.length > fileMaxBytes) {
    throw new BankFormatError('too-large', 'a payment message of more than 64 MB');
  }
  return parseXmlTree(decodeText(bytes).text);
}

function readParty(
  holder: XmlNode | undefined,
  account: XmlNode | undefined,
  agent: XmlNode | undefined,
): OrderParty {
  const institution = childOf(agent, 'FinInstnId');
  return {
    name: textAt(holder, 'Nm'),
    iban: textAt(account, 'Id', 'IBAN'),
    other: textAt(account, 'Id', 'Othr', 'Id'),
    bic: textAt(institution, 'BIC') ?? textAt(institution, 'BICFI'),
    address: (childOf(holder, 'PstlAdr')?.children ?? []).map(
      ({ name, text }) => [name, text.trim()] as const,
    ),
  };
}

function readTransfer(node: XmlNode): OrderedTransfer {
  const amountNode = descend(node, 'Amt', 'InstdAmt') ?? descend(node, 'Amt', 'EqvtAmt', 'Amt');
  const amountText = textAt(amountNode);
  const plain = amountText !== null && /^\d+(\.\d*)?$|^\.\d+$/.test(amountText);
  const amount = plain ? parseDecimal(amountText) : null;
  const currency = amountNode?.attributes['Ccy'] ?? null;
  const minor = amount === null ? null : toMinor(amount, exponentOrAssumed(currency));
  const remittance = childOf(node, 'RmtInf');
  return {
    line: node.line,
    instructionId: textAt(node, 'PmtId', 'InstrId'),
    endToEndId: textAt(node, 'PmtId', 'EndToEndId'),
    amountText,
    amount,
    amountMinor: minor === null || minor.exactAmount !== null ? null : minor.amountMinor,
    currency,
    creditor: readParty(childOf(node, 'Cdtr'), childOf(node, 'CdtrAcct'), childOf(node, 'CdtrAgt')),
    ultimateCreditorName: textAt(node, 'UltmtCdtr', 'Nm'),
    purpose: textAt(node, 'Purp', 'Cd') ?? textAt(node, 'Purp', 'Prtry'),
    remittance: {
      free: childrenOf(remittance, 'Ustrd').map(({ text }) => text.trim()),
      references: childrenOf(remittance, 'Strd').flatMap((structured) => {
        const reference = textAt(structured, 'CdtrRefInf', 'Ref');
        return reference === null ? [] : [reference];
      }),
    },
  };
}

function readBatch(node: XmlNode): OrderedBatch {
  return {
    line: node.line,
    id: textAt(node, 'PmtInfId'),
    method: textAt(node, 'PmtMtd'),
    serviceLevel: textAt(node, 'PmtTpInf', 'SvcLvl', 'Cd'),
    executionDate:
      textAt(node, 'ReqdExctnDt', 'Dt') ??
      textAt(node, 'ReqdExctnDt', 'DtTm') ??
      textAt(node, 'ReqdExctnDt'),
    statedCount: textAt(node, 'NbOfTxs'),
    statedSum: textAt(node, 'CtrlSum'),
    debtor: readParty(childOf(node, 'Dbtr'), childOf(node, 'DbtrAcct'), childOf(node, 'DbtrAgt')),
    transfers: childrenOf(node, 'CdtTrfTxInf').map(readTransfer),
  };
}

/**
 * Reads a customer credit transfer initiation (pain.001) of any version and writer. What breaks a
 * rule is read as far as it can be and listed in `findings`.
 *
 * @throws BankFormatError when the content is not well-formed XML within the bounds, or
 * `format-unknown` when it is another document.
 */
export function readPain001(bytes: Uint8Array): Pain001File {
  return readPain001Tree(parseMessage(bytes));
}

/** As {@link readPain001}, of a document already parsed. */
export function readPain001Tree(root: XmlNode): Pain001File {
  const message = childOf(root, 'CstmrCdtTrfInitn');
  if (message === undefined) {
    const found = root.children[0]?.name ?? root.name;
    throw new BankFormatError('format-unknown', `no credit transfer initiation but ${found}`, {
      line: root.line,
    });
  }
  const header = childOf(message, 'GrpHdr');
  const findings = new Findings();
  const namespace = namespaceOf(root);
  const file = {
    version: messageVersion(namespace),
    messageId: textAt(header, 'MsgId'),
    createdAt: textAt(header, 'CreDtTm'),
    initiatingPartyName: textAt(header, 'InitgPty', 'Nm'),
    statedCount: textAt(header, 'NbOfTxs'),
    statedSum: textAt(header, 'CtrlSum'),
    batches: childrenOf(message, 'PmtInf').map(readBatch),
  };
  if (file.version === '') {
    const message = `the namespace '${namespace ?? ''}' names no version of pain.001`;
    findings.error('namespace', message, root.line, 'Document');
  }
  checkStructure(root, findings);
  checkPain001(file, header?.line ?? message.line, findings);
  checkBankRules(message, file.version, findings);
  return { ...file, findings: findings.result() };
}
