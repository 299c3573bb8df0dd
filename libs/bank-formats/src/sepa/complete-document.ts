import { childOf, childrenOf, descend, element, nest } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import type {
  CreditTransfer,
  CreditTransferBatch,
  CreditTransferOrder,
  Pain001Version,
  SepaAddress,
  SepaRemittance,
} from './credit-transfer-order.js';
import { refuse } from '../writing/refuse.js';

function insertBefore(parent: XmlNode, name: string, added: XmlNode): void {
  const at = parent.children.findIndex((child) => child.name === name);
  parent.children.splice(at === -1 ? parent.children.length : at, 0, added);
}

function remove(parent: XmlNode, name: string): void {
  const at = parent.children.findIndex((child) => child.name === name);
  if (at !== -1) parent.children.splice(at, 1);
}

function setText(node: XmlNode | undefined, text: string): void {
  if (node === undefined) throw new Error('the document lacks an element that it must have');
  node.text = text;
}

function leaves(pairs: readonly (readonly [string, string | undefined])[]): XmlNode[] {
  return pairs.flatMap(([name, text]) => (text === undefined ? [] : [element(name, text)]));
}

function addressLines(at: string, address: SepaAddress): (readonly [string, string])[] {
  const { street, building, postCode, town, subDivision } = address;
  const lines = [
    [street, building].filter((part) => part !== undefined).join(' '),
    [postCode, town, subDivision].filter((part) => part !== undefined).join(' '),
  ].filter((line) => line !== '');
  const long = lines.find((line) => line.length > 70);
  if (long !== undefined) refuse(at, `'${long}' is longer than an address line of 70 characters`);
  return lines.map((line) => ['AdrLine', line] as const);
}

function postalAddress(at: string, address: SepaAddress, version: Pain001Version): XmlNode {
  if (version === 'pain.001.001.03') {
    return element('PstlAdr', leaves([['Ctry', address.country], ...addressLines(at, address)]));
  }
  return element(
    'PstlAdr',
    leaves([
      ['StrtNm', address.street],
      ['BldgNb', address.building],
      ['PstCd', address.postCode],
      ['TwnNm', address.town],
      ['CtrySubDvsn', address.subDivision],
      ['Ctry', address.country],
    ]),
  );
}

function remittance(written: SepaRemittance): XmlNode {
  if ('text' in written) return element('RmtInf', [element('Ustrd', written.text)]);
  const type = element('Tp', [nest('CdOrPrtry', 'Cd')('SCOR'), element('Issr', 'ISO')]);
  const reference = element('CdtrRefInf', [type, element('Ref', written.reference)]);
  return element('RmtInf', [element('Strd', [reference])]);
}

function completePayment(
  at: string,
  node: XmlNode,
  payment: CreditTransfer,
  version: Pain001Version,
): void {
  const identification = childOf(node, 'PmtId');
  if (payment.instructionId === undefined && identification) remove(identification, 'InstrId');
  const { address } = payment.creditor;
  if (address) {
    childOf(node, 'Cdtr')?.children.push(postalAddress(`${at}.creditor.address`, address, version));
  }
  remove(node, 'RmtInf');
  if (payment.ultimateCreditorName !== undefined) {
    node.children.push(nest('UltmtCdtr', 'Nm')(payment.ultimateCreditorName));
  }
  if (payment.purpose !== undefined) node.children.push(nest('Purp', 'Cd')(payment.purpose));
  if (payment.remittance !== undefined) node.children.push(remittance(payment.remittance));
}

function completeBatch(
  at: string,
  node: XmlNode,
  batch: CreditTransferBatch,
  version: Pain001Version,
): void {
  if (batch.batchBooking === undefined) remove(node, 'BtchBookg');
  const type = childOf(node, 'PmtTpInf');
  if (batch.instant === true) type?.children.push(nest('LclInstrm', 'Cd')('INST'));
  if (batch.categoryPurpose !== undefined) {
    type?.children.push(nest('CtgyPurp', 'Cd')(batch.categoryPurpose));
  }
  const date = descend(node, 'ReqdExctnDt');
  setText(version === 'pain.001.001.03' ? date : childOf(date, 'Dt'), batch.executionDate);
  const { address } = batch.debtor;
  if (address) {
    childOf(node, 'Dbtr')?.children.push(postalAddress(`${at}.debtor.address`, address, version));
  }
  if (batch.ultimateDebtorName !== undefined) {
    insertBefore(node, 'ChrgBr', nest('UltmtDbtr', 'Nm')(batch.ultimateDebtorName));
  }
  childrenOf(node, 'CdtTrfTxInf').forEach((transaction, index) => {
    const payment = batch.payments[index];
    if (payment !== undefined) {
      completePayment(`${at}.payments[${index}]`, transaction, payment, version);
    }
  });
}

/**
 * Adds to the document of the `sepa` package what the package does not write, or writes against the
 * schema: addresses in their parts, remittance information (an empty one, or a structured one),
 * the purpose in its place before it, the creation time as given, ultimate parties, instant.
 */
export function completeDocument(
  root: XmlNode,
  order: CreditTransferOrder,
  version: Pain001Version,
): void {
  const message = childOf(root, 'CstmrCdtTrfInitn');
  const header = childOf(message, 'GrpHdr');
  setText(childOf(header, 'CreDtTm'), order.createdAt);
  const { id } = order.initiatingParty;
  if (id !== undefined) {
    childOf(header, 'InitgPty')?.children.push(nest('Id', 'OrgId', 'Othr', 'Id')(id));
  }
  childrenOf(message, 'PmtInf').forEach((node, index) => {
    const batch = order.batches[index];
    if (batch !== undefined) completeBatch(`batches[${index}]`, node, batch, version);
  });
}
