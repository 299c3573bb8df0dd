import type { Findings } from '../model/payment-finding.js';
import type { XmlNode } from '../xml/xml-tree.js';

interface ElementRule {
  /** The children's names in the order of the schema; `*` marks those that may repeat. */
  readonly order: readonly string[];
  /** Children that must be there; `A|B` asks for one of them. */
  readonly required: readonly string[];
  /** Whether older versions have text in its place. */
  readonly orText?: true;
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function rule(order: string, required = ''): ElementRule {
  return { order: words(order), required: words(required) };
}

/** Holds text and nothing else. */
const leaf: ElementRule = { ...rule(''), orText: true };

const party = rule('Nm PstlAdr Id CtryOfRes CtctDtls');
const account = rule('Id Tp Ccy Nm Prxy', 'Id');
const accountId = rule('IBAN Othr', 'IBAN|Othr');
const partyId = rule('OrgId PrvtId', 'OrgId|PrvtId');
const agent = rule('FinInstnId BrnchId', 'FinInstnId');
const codeOrProprietary = rule('Cd Prtry', 'Cd|Prtry');

/**
 * The structure of a customer credit transfer initiation as far as money depends on it: a union of
 * the versions .03 to .12, by element name, or by `parent>name` where the name alone is not enough.
 */
const rules: ReadonlyMap<string, ElementRule> = new Map(
  Object.entries({
    Document: rule('CstmrCdtTrfInitn', 'CstmrCdtTrfInitn'),
    CstmrCdtTrfInitn: rule('GrpHdr PmtInf* SplmtryData*', 'GrpHdr PmtInf'),
    GrpHdr: rule(
      'MsgId CreDtTm Authstn* NbOfTxs CtrlSum InitgPty FwdgAgt InitnSrc',
      'MsgId CreDtTm NbOfTxs InitgPty',
    ),
    PmtInf: rule(
      'PmtInfId PmtMtd ReqdAdvcTp BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt ' +
        'PoolgAdjstmntDt Dbtr DbtrAcct DbtrAgt DbtrAgtAcct InstrForDbtrAgt UltmtDbtr ChrgBr ' +
        'ChrgsAcct ChrgsAcctAgt CdtTrfTxInf*',
      'PmtInfId PmtMtd ReqdExctnDt Dbtr DbtrAcct DbtrAgt CdtTrfTxInf',
    ),
    CdtTrfTxInf: rule(
      'PmtId PmtTpInf Amt XchgRateInf ChrgBr MndtRltdInf ChqInstr UltmtDbtr IntrmyAgt1 ' +
        'IntrmyAgt1Acct IntrmyAgt2 IntrmyAgt2Acct IntrmyAgt3 IntrmyAgt3Acct CdtrAgt ' +
        'CdtrAgtAcct Cdtr CdtrAcct UltmtCdtr InstrForCdtrAgt* InstrForDbtrAgt Purp ' +
        'RgltryRptg* Tax RltdRmtInf* RmtInf SplmtryData*',
      'PmtId Amt',
    ),
    PmtId: rule('InstrId EndToEndId UETR', 'EndToEndId'),
    PmtTpInf: rule('InstrPrty SvcLvl* LclInstrm CtgyPurp'),
    SvcLvl: codeOrProprietary,
    LclInstrm: codeOrProprietary,
    CtgyPurp: codeOrProprietary,
    Purp: codeOrProprietary,
    ReqdExctnDt: { ...rule('Dt DtTm', 'Dt|DtTm'), orText: true },
    Amt: rule('InstdAmt EqvtAmt', 'InstdAmt|EqvtAmt'),
    EqvtAmt: rule('Amt CcyOfTrf', 'Amt CcyOfTrf'),
    'EqvtAmt>Amt': leaf,
    InitgPty: party,
    Dbtr: party,
    Cdtr: party,
    UltmtDbtr: party,
    UltmtCdtr: party,
    'InitgPty>Id': partyId,
    'Dbtr>Id': partyId,
    'Cdtr>Id': partyId,
    'UltmtDbtr>Id': partyId,
    'UltmtCdtr>Id': partyId,
    'OrgId>Othr': rule('Id SchmeNm Issr', 'Id'),
    'PrvtId>Othr': rule('Id SchmeNm Issr', 'Id'),
    PstlAdr: rule(
      'AdrTp CareOf Dept SubDept StrtNm BldgNb BldgNm Flr UnitNb PstBx Room PstCd TwnNm ' +
        'TwnLctnNm DstrctNm CtrySubDvsn Ctry AdrLine*',
    ),
    DbtrAcct: account,
    CdtrAcct: account,
    'DbtrAcct>Id': accountId,
    'CdtrAcct>Id': accountId,
    DbtrAgt: agent,
    CdtrAgt: agent,
    FinInstnId: rule('BIC BICFI ClrSysMmbId LEI Nm PstlAdr Othr'),
    'FinInstnId>Othr': rule('Id SchmeNm Issr', 'Id'),
    'Id>Othr': rule('Id SchmeNm Issr', 'Id'),
    RmtInf: rule('Ustrd* Strd*'),
    Strd: rule('RfrdDocInf* RfrdDocAmt CdtrRefInf Invcr Invcee TaxRmt GrnshmtRmt AddtlRmtInf*'),
    CdtrRefInf: rule('Tp Ref'),
    'CdtrRefInf>Tp': rule('CdOrPrtry Issr', 'CdOrPrtry'),
    CdOrPrtry: codeOrProprietary,
  }),
);

/** Whether the element is one that holds other elements, as far as this table goes. */
function ruleOf(node: XmlNode, parent: string): ElementRule | undefined {
  return rules.get(`${parent}>${node.name}`) ?? rules.get(node.name);
}

function checkOrder(node: XmlNode, { order }: ElementRule, findings: Findings): void {
  let reached = -1;
  let before = '';
  for (const { name, line } of node.children) {
    const place = order.findIndex((known) => known === name || known === `${name}*`);
    if (place === -1) {
      findings.error('element-unknown', `${node.name} holds no ${name}`, line, name);
      continue;
    }
    if (place < reached) {
      findings.error('element-order', `${name} stands after ${before}`, line, name);
    } else if (place === reached && order[place] === name) {
      findings.error('element-repeated', `${node.name} holds ${name} more than once`, line, name);
    }
    if (place >= reached) [reached, before] = [place, name];
  }
}

function checkRequired(node: XmlNode, { required }: ElementRule, findings: Findings): void {
  for (const choice of required) {
    const names = choice.split('|');
    const found = names.filter((name) => node.children.some((child) => child.name === name));
    if (found.length === 0) {
      const message = `${node.name} lacks ${names.join(' or ')}`;
      findings.error('element-missing', message, node.line, names[0] ?? null);
    } else if (found.length > 1) {
      const message = `${node.name} holds both ${found.join(' and ')}`;
      findings.error('element-choice', message, node.line, found[1] ?? null);
    }
  }
}

/** Blanks as XML has them; a non-breaking space is text. */
function hasText(node: XmlNode): boolean {
  return /[^ \t\r\n]/.test(node.text);
}

function strayCharacter(node: XmlNode): string {
  const point = /[^ \t\r\n]/u.exec(node.text)?.[0]?.codePointAt(0) ?? 0;
  return point === 0xa0 ? 'non-breaking blanks' : `text with '${String.fromCodePoint(point)}'`;
}

/** Checks the structure of a document: names, order, repetition, missing parts, stray text. */
export function checkStructure(node: XmlNode, findings: Findings, parent = ''): void {
  const known = ruleOf(node, parent);
  const asText = node.children.length === 0 && (known === undefined || known.orText === true);
  if (asText && !hasText(node)) {
    findings.error('element-empty', `${node.name} is empty`, node.line, node.name);
  } else if (!asText && hasText(node)) {
    const message = `${strayCharacter(node)} between the elements of ${node.name}`;
    findings.error('stray-text', message, node.line, node.name);
  }
  if (known !== undefined && !asText) {
    checkOrder(node, known, findings);
    checkRequired(node, known, findings);
  }
  for (const child of node.children) {
    // What a bank agreed on for itself is no matter of the standard.
    if (child.name !== 'SplmtryData') checkStructure(child, findings, node.name);
  }
}
