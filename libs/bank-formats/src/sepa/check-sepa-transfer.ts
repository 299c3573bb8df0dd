import type { Findings } from '../model/payment-finding.js';
import { checkRf } from '../reference/creditor-reference.js';
import { isIban } from '../writing/account-number.js';
import { childOf, childrenOf, descend, textAt } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import { sepaCountries } from './credit-transfer-rules.js';

/** SEPA carries one text or one reference, and the reference's check digits are looked at. */
function checkRemittance(transfer: XmlNode, findings: Findings): void {
  const node = childOf(transfer, 'RmtInf');
  const [texts, structured] = ['Ustrd', 'Strd'].map((name) => childrenOf(node, name));
  const [first, ...more] = [...(texts ?? []), ...(structured ?? [])];
  if (first !== undefined && more.length > 0) {
    const message = `${more.length + 1} parts of remittance; SEPA carries one Ustrd or one Strd`;
    findings.warning('remittance-parts', message, first.line, 'RmtInf');
  }
  for (const one of structured ?? []) {
    const information = childOf(one, 'CdtrRefInf');
    const reference = textAt(information, 'Ref');
    if (textAt(information, 'Tp', 'CdOrPrtry', 'Cd') !== 'SCOR' || reference === null) continue;
    if (!reference.toUpperCase().startsWith('RF') || checkRf(reference).valid) continue;
    const message = `the check digits of the reference ${reference} are wrong`;
    findings.warning('creditor-reference', message, information?.line ?? null, 'Ref');
  }
}

function checkReach(of: XmlNode, side: 'Dbtr' | 'Cdtr', findings: Findings): void {
  const account = descend(of, `${side}Acct`, 'Id');
  const iban = textAt(account, 'IBAN');
  if (iban === null || !isIban(iban) || sepaCountries.has(iban.slice(0, 2))) return;
  const message = `SEPA does not reach accounts of ${iban.slice(0, 2)}`;
  findings.warning('sepa-reach', message, account?.line ?? null, `${side}Acct`);
}

const namesBank = new Set(['BICFI', 'BIC', 'ClrSysMmbId', 'Othr']);

/** A bank is told by its BIC; its name alone is as if nothing stood there. */
function checkNamed(of: XmlNode, side: 'Dbtr' | 'Cdtr', findings: Findings): void {
  const institution = descend(of, `${side}Agt`, 'FinInstnId');
  const { children = [] } = institution ?? {};
  if (children.length === 0 || children.some(({ name }) => namesBank.has(name))) return;
  const message = `${side}Agt has neither a BIC nor NOTPROVIDED`;
  findings.warning('agent-unnamed', message, institution?.line ?? null, `${side}Agt`);
}

/** What SEPA banks reject in one side of a payment: whom it names, and where it leads. */
export function checkSepaSide(of: XmlNode, side: 'Dbtr' | 'Cdtr', findings: Findings): void {
  checkReach(of, side, findings);
  checkNamed(of, side, findings);
  if (side === 'Cdtr') checkRemittance(of, findings);
}
