import type { Findings } from '../model/payment-finding.js';
import { isBic, isIban } from '../writing/account-number.js';
import { sepaCharacters } from '../writing/character-set.js';
import { childOf, childrenOf, descend, textAt } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import { bicCountriesOf } from './bic-countries.js';
import { checkSepaSide } from './check-sepa-transfer.js';

/** From this version on a BIC stands in `BICFI`, and before it in `BIC`. */
const bicfiSince = 4;
/** And from this one the execution date is a choice of `Dt` and `DtTm`. */
const dateChoiceSince = 8;

function eachNode(node: XmlNode, visit: (node: XmlNode, parent: XmlNode) => void): void {
  for (const child of node.children) {
    if (child.name === 'SplmtryData') continue;
    visit(child, node);
    eachNode(child, visit);
  }
}

/** `pain.001.001.09` is 9; null for a name that tells no version, and for the Swiss dialects. */
function numberOf(version: string): number | null {
  const number = /^pain\.001\.001\.(\d{2})$/.exec(version)?.[1];
  return number === undefined ? null : Number(number);
}

function checkVersionElements(message: XmlNode, version: string, findings: Findings): void {
  const number = numberOf(version);
  if (number === null) return;
  const newer = number >= bicfiSince;
  const wrong = new Map(
    newer
      ? [
          ['BIC', 'BICFI'],
          ['BICOrBEI', 'AnyBIC'],
        ]
      : [
          ['BICFI', 'BIC'],
          ['AnyBIC', 'BICOrBEI'],
        ],
  );
  eachNode(message, ({ name, line, children }) => {
    const right = wrong.get(name);
    if (right !== undefined) {
      findings.error('element-version', `${version} has ${right}, not ${name}`, line, name);
    }
    if (name !== 'ReqdExctnDt') return;
    const choice = children.length > 0;
    if (choice === number >= dateChoiceSince) return;
    const wants = choice ? 'the day itself' : 'Dt or DtTm';
    findings.error('element-version', `ReqdExctnDt of ${version} holds ${wants}`, line, name);
  });
}

const chargeBearers = new Set(['DEBT', 'CRED', 'SHAR', 'SLEV']);

function checkChargeBearer(node: XmlNode, sepa: boolean, findings: Findings): void {
  const bearer = childOf(node, 'ChrgBr');
  const code = bearer?.text.trim() ?? 'SLEV';
  if (!chargeBearers.has(code)) {
    findings.error(
      'charge-bearer',
      `'${code}' is no charge bearer`,
      bearer?.line ?? null,
      'ChrgBr',
    );
  } else if (sepa && code !== 'SLEV') {
    const message = `service level SEPA takes the charge bearer SLEV only, not ${code}`;
    findings.error('charge-bearer', message, bearer?.line ?? null, 'ChrgBr');
  }
}

/** Structured, or hybrid with lines: banks ask for town and country since November 2026. */
function checkAddress(address: XmlNode, findings: Findings): void {
  const { line } = address;
  const lines = childrenOf(address, 'AdrLine');
  const missing = ['TwnNm', 'Ctry'].filter((name) => textAt(address, name) === null);
  const structured = address.children.some(({ name }) => !/^(?:AdrLine|Ctry|AdrTp)$/.test(name));
  if (lines.length > 0 && !structured) {
    const message = 'an address of lines only; banks reject it since November 2026';
    findings.warning('address-unstructured', message, line, 'AdrLine');
  } else if (missing.length > 0) {
    const message = `an address without ${missing.join(' and ')}; banks reject it`;
    findings.warning('address-incomplete', message, line, missing[0] ?? null);
  }
  if (structured && lines.length > 2) {
    const message = `${lines.length} lines beside a structured address, which takes two`;
    findings.warning('address-lines', message, line, 'AdrLine');
  }
}

const texts = new Set(
  (
    'Nm Ustrd AddtlRmtInf StrtNm BldgNb BldgNm PstCd TwnNm TwnLctnNm DstrctNm CtrySubDvsn ' +
    'AdrLine Dept SubDept Flr Room PstBx Prtry Id Issr Ref'
  ).split(' '),
);

function checkCharacters({ name, text, line, children }: XmlNode, findings: Findings): void {
  if (children.length > 0 || !texts.has(name)) return;
  const strange = Array.from(text.trim()).find((one) => !sepaCharacters.permitted.test(one));
  if (strange === undefined) return;
  const point = `U+${(strange.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `${name} has ${point}, which is not among the SEPA characters`;
  findings.warning('characters', message, line, name);
}

/** An agent that says nothing; `NOTPROVIDED` is how to say that there is nothing to say. */
function checkAgent(agent: XmlNode, findings: Findings): void {
  const institution = childOf(agent, 'FinInstnId');
  if (institution === undefined || institution.children.length > 0) return;
  const message = `${agent.name} names no bank: leave it out, or write NOTPROVIDED`;
  findings.error('agent-empty', message, institution.line, agent.name);
}

function checkCountries(of: XmlNode, side: 'Dbtr' | 'Cdtr', findings: Findings): void {
  const iban = textAt(of, `${side}Acct`, 'Id', 'IBAN');
  const institution = descend(of, `${side}Agt`, 'FinInstnId');
  const bic = textAt(institution, 'BICFI') ?? textAt(institution, 'BIC');
  if (iban === null || bic === null || !isIban(iban) || !isBic(bic)) return;
  const country = iban.slice(0, 2);
  if (bicCountriesOf(country).includes(bic.slice(4, 6))) return;
  const message = `the BIC ${bic} is of another country than the IBAN ${iban}`;
  findings.warning('bic-country', message, institution?.line ?? null, `${side}Agt`);
}

function isSepa(...nodes: readonly XmlNode[]): boolean {
  return nodes.some((node) =>
    childrenOf(childOf(node, 'PmtTpInf'), 'SvcLvl').some((one) => textAt(one, 'Cd') === 'SEPA'),
  );
}

/** What a transfer does, without the identifiers that tell it from its twin. */
function deedOf(batch: XmlNode, transfer: XmlNode): string {
  const amount = descend(transfer, 'Amt', 'InstdAmt');
  const day = textAt(batch, 'ReqdExctnDt', 'Dt') ?? textAt(batch, 'ReqdExctnDt');
  const remittance: string[] = [];
  const node = childOf(transfer, 'RmtInf');
  if (node !== undefined) eachNode(node, ({ text }) => remittance.push(text.trim()));
  return JSON.stringify([
    textAt(batch, 'DbtrAcct', 'Id', 'IBAN') ?? textAt(batch, 'DbtrAcct', 'Id', 'Othr', 'Id'),
    day,
    [amount?.text.trim().replace(/\.?0*$/, ''), amount?.attributes['Ccy']],
    textAt(transfer, 'CdtrAcct', 'Id', 'IBAN') ?? textAt(transfer, 'CdtrAcct', 'Id', 'Othr', 'Id'),
    textAt(transfer, 'Cdtr', 'Nm'),
    remittance,
  ]);
}

function checkTwins(batches: readonly XmlNode[], findings: Findings): void {
  const first = new Map<string, number>();
  for (const batch of batches) {
    for (const transfer of childrenOf(batch, 'CdtTrfTxInf')) {
      const deed = deedOf(batch, transfer);
      const before = first.get(deed);
      if (before === undefined) {
        first.set(deed, transfer.line);
        continue;
      }
      const message = `account, amount, day and remittance of the transfer in line ${before} again`;
      findings.warning('transfer-twin', message, transfer.line, 'CdtTrfTxInf');
    }
  }
}

/**
 * What banks reject though the schema may allow it: elements of another version, charge bearers,
 * addresses, empty agents, characters, a BIC of another country, and transfers that are twins.
 */
export function checkBankRules(message: XmlNode, version: string, findings: Findings): void {
  checkVersionElements(message, version, findings);
  const batches = childrenOf(message, 'PmtInf');
  for (const batch of batches) {
    const transfers = childrenOf(batch, 'CdtTrfTxInf');
    const sepa = isSepa(batch);
    checkChargeBearer(batch, sepa || isSepa(...transfers), findings);
    checkCountries(batch, 'Dbtr', findings);
    if (sepa) checkSepaSide(batch, 'Dbtr', findings);
    for (const transfer of transfers) {
      if (sepa || isSepa(transfer)) checkSepaSide(transfer, 'Cdtr', findings);
      checkChargeBearer(transfer, sepa || isSepa(transfer), findings);
      checkCountries(transfer, 'Cdtr', findings);
    }
    const anySepa = sepa || isSepa(...transfers);
    eachNode(batch, (node) => {
      if (node.name === 'PstlAdr') checkAddress(node, findings);
      else if (node.name.endsWith('Agt') || node.name.startsWith('IntrmyAgt')) {
        checkAgent(node, findings);
      } else if (anySepa) checkCharacters(node, findings);
    });
  }
  const header = childOf(message, 'GrpHdr');
  if (header !== undefined && batches.some((batch) => isSepa(batch))) {
    eachNode(header, (node) => checkCharacters(node, findings));
  }
  checkTwins(batches, findings);
}
