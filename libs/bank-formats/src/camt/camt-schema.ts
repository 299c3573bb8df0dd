import type { CamtNode } from './camt-node.js';
import type { WarningLog } from '../model/statement-sink.js';
import type { WarningCode } from '../model/kept-words.js';

/**
 * The order in which the schemas of all versions want the children of an element: `!` marks those
 * that every version requires, `*` those that may repeat. Not a validation, but enough to tell a
 * person that a bank's file strays from the standard, and where.
 */
const orders: Readonly<Record<string, string>> = {
  Statement:
    'Id! StmtPgntn RptPgntn NtfctnPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd ' +
    'RptgSrc Acct! RltdAcct Intrst* Bal* TxsSummry Ntry* AddtlStmtInf AddtlRptInf AddtlNtfctnInf',
  Bal: 'Tp! CdtLine* Amt! CdtDbtInd! Dt! Avlbty*',
  Ntry:
    'NtryRef Amt! CdtDbtInd! RvslInd Sts! BookgDt ValDt AcctSvcrRef Avlbty* BkTxCd! ComssnWvrInd ' +
    'AddtlInfInd Btch* AmtDtls Chrgs* TechInptChanl Intrst* CardTx NtryDtls* TxDtls* AddtlNtryInf',
  NtryDtls: 'Btch TxDtls*',
  Btch: 'MsgId PmtInfId NbOfTxs TtlAmt CdtDbtInd',
  TxDtls:
    'Refs Amt CdtDbtInd AmtDtls Avlbty* BkTxCd Chrgs* Intrst* RltdPties RltdAgts LclInstrm ' +
    'PmtTpInf Purp RltdRmtInf* RmtInf RltdDts RltdPric RltdQties* FinInstrmId Tax RtrInf ' +
    'CorpActn RltdCorpActn SfkpgAcct UndrlygAllcn* ' +
    'CshDpst* CardTx InstrCpy AddtlTxInf SplmtryData*',
  Refs:
    'MsgId AcctSvcrRef PmtInfId InstrId EndToEndId UETR TxId MndtId ChqNb ClrSysRef AcctOwnrTxId ' +
    'AcctSvcrTxId MktInfrstrctrTxId PrcgId RtrId Prtry*',
  RltdPties: 'InitgPty Dbtr DbtrAcct UltmtDbtr Cdtr CdtrAcct UltmtCdtr TradgPty Prtry*',
  RmtInf: 'Ustrd* Strd*',
};

interface Rule {
  readonly position: ReadonlyMap<string, number>;
  readonly required: readonly string[];
  readonly repeatable: ReadonlySet<string>;
}

const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries(orders).map(([element, order]): [string, Rule] => {
    const words = order.split(' ');
    const names = words.map((word) => word.replace(/[!*]$/, ''));
    const marked = (mark: string): string[] => names.filter((_, i) => words[i]?.endsWith(mark));
    const position = new Map(names.map((name, index): [string, number] => [name, index]));
    return [element, { position, required: marked('!'), repeatable: new Set(marked('*')) }];
  }),
);

/** Warns once for each way in which a file strays from the order and presence the schemas want. */
export class SchemaCheck {
  readonly #log: WarningLog;
  readonly #said = new Set<string>();

  constructor(log: WarningLog) {
    this.#log = log;
  }

  /** Checks an element and everything below it that has a rule. */
  check(node: CamtNode): void {
    const rule = rules.get(node.name);
    if (rule !== undefined) this.#checkChildren(node, node.children, rule);
    for (const child of node.children) if (child.children.length > 0) this.check(child);
  }

  /** Checks the children that a statement turned out to have, in their order. */
  checkStatement(name: string, children: readonly CamtNode[], line: number, needsBalance: boolean) {
    const rule = rules.get('Statement');
    if (rule === undefined) return;
    this.#checkChildren({ name, line }, children, rule);
    if (needsBalance && !children.some((child) => child.name === 'Bal')) {
      this.#say('schema-missing', `${name} has no Bal, which the schema requires`, line);
    }
  }

  #checkChildren(
    parent: { readonly name: string; readonly line: number },
    children: readonly CamtNode[],
    rule: Rule,
  ): void {
    let last = -1;
    let lastName = '';
    for (const child of children) {
      const position = rule.position.get(child.name);
      if (position === undefined) {
        const message = `${parent.name} has an element ${child.name} that no schema knows`;
        this.#say('schema-unknown', message, child.line);
        continue;
      }
      if (position < last) {
        const message = `${child.name} stands after ${lastName} in ${parent.name}, not before it`;
        this.#say('schema-order', message, child.line);
      } else if (position === last && !rule.repeatable.has(child.name)) {
        const message = `${parent.name} has more than one ${child.name}; the first is read`;
        this.#say('schema-repeated', message, child.line);
      }
      last = position;
      lastName = child.name;
    }
    for (const name of rule.required) {
      if (children.some((child) => child.name === name)) continue;
      const message = `${parent.name} has no ${name}, which the schema requires`;
      this.#say('schema-missing', message, parent.line);
    }
  }

  #say(code: WarningCode, message: string, line: number): void {
    if (this.#said.has(message) || this.#said.size > 500) return;
    this.#said.add(message);
    this.#log.warn(code, message, line);
  }
}
