import type { OtherElements } from '../model/statement.js';
import type { Place } from './ofx-tokens.js';

/** An aggregate or an element of OFX. An element has text and no children. */
export class OfxNode {
  readonly name: string;
  readonly place: Place;
  readonly children: OfxNode[] = [];
  text = '';
  read = false;

  constructor(name: string, place: Place) {
    this.name = name;
    this.place = place;
  }

  child(name: string): OfxNode | null {
    return this.children.find((child) => child.name === name) ?? null;
  }

  /** The text at the end of a path, counted as read; null when missing or empty. */
  textAt(...path: readonly string[]): string | null {
    let node: OfxNode | null = null;
    let children = this.children;
    for (const name of path) {
      node = children.find((child) => child.name === name) ?? null;
      if (node === null) return null;
      children = node.children;
    }
    if (node === null) return null;
    node.read = true;
    const text = node.text.trim();
    return text === '' ? null : text;
  }
}

/** Texts below an aggregate that nothing has read, by path. */
export function unreadOfx(node: OfxNode): OtherElements {
  if (!hasUnread(node)) return nothing;
  const found: Record<string, string> = {};
  gather(node, '', found, new Map());
  return found;
}

const nothing: OtherElements = Object.freeze({});

function hasUnread(node: OfxNode): boolean {
  return node.children.some((child) => {
    if (!child.read && child.text.trim() !== '') return true;
    return child.children.length > 0 && hasUnread(child);
  });
}

function gather(
  node: OfxNode,
  path: string,
  found: Record<string, string>,
  seen: Map<string, number>,
): void {
  for (const child of node.children) {
    const childPath = path === '' ? child.name : `${path}/${child.name}`;
    const text = child.text.trim();
    if (!child.read && text !== '') {
      const times = (seen.get(childPath) ?? 0) + 1;
      seen.set(childPath, times);
      found[times === 1 ? childPath : `${childPath}[${times}]`] = text;
    }
    gather(child, childPath, found, seen);
  }
}

/**
 * The aggregates of OFX's statements and of what stands around them. Anything else is an element,
 * which needs no closing tag.
 */
const aggregates = new Set(
  (
    'OFX SIGNONMSGSRSV1 SONRS STATUS FI SIGNUPMSGSRSV1 ACCTINFOTRNRS ACCTINFORS ACCTINFO ' +
    'BANKACCTINFO CCACCTINFO INVACCTINFO BANKMSGSRSV1 STMTTRNRS STMTRS BANKACCTFROM BANKACCTTO ' +
    'BANKTRANLIST BANKTRANLISTP STMTTRN STMTTRNP LEDGERBAL AVAILBAL BALLIST BAL PAYEE EXTDPAYEE ' +
    'CURRENCY ORIGCURRENCY IMAGEDATA CREDITCARDMSGSRSV1 CCSTMTTRNRS CCSTMTRS CCACCTFROM ' +
    'CCACCTTO REWARDINFO CLOSING STMTENDTRNRS STMTENDRS CCSTMTENDTRNRS CCSTMTENDRS CCCLOSING ' +
    'INVSTMTMSGSRSV1 INVSTMTTRNRS INVSTMTRS INVACCTFROM INVACCTTO INVTRANLIST INVBANKTRAN ' +
    'INVPOSLIST INVBAL INVOOLIST INV401K INV401KBAL SECLISTMSGSRSV1 SECLISTTRNRS SECLISTRS ' +
    'SECLIST SECINFO SECID INVBUY INVSELL INVTRAN INVPOS LOANMSGSRSV1 LOANSTMTTRNRS ' +
    'BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK CLOSUREOPT INCOME INVEXPENSE JRNLFUND JRNLSEC ' +
    'MARGININTEREST REINVEST RETOFCAP SELLDEBT SELLMF SELLOPT SELLOTHER SELLSTOCK SPLIT TRANSFER ' +
    'POSDEBT POSMF POSOPT POSOTHER POSSTOCK DEBTINFO MFINFO OPTINFO OTHERINFO STOCKINFO ' +
    'MFASSETCLASS FIMFASSETCLASS PORTION FIPORTION OO BANKMAILRS PROFMSGSRSV1 PROFTRNRS PROFRS ' +
    'EMAILMSGSRSV1 MATCHINFO VESTINFO LOANINFO CONTRIBUTIONS WITHDRAWALS EARNINGS ' +
    'INV401KSUMMARY YEARTODATE INCEPTODATE PERIODTODATE CONTRIBSECURITY CONTRIBINFO'
  ).split(' '),
);

/** Whether a tag holds others, rather than text. */
export function isAggregate(name: string): boolean {
  return aggregates.has(name);
}

/** Trades of securities: no movements of money that a statement of an account would show alone. */
const trades = new RegExp(
  '^(?:(?:BUY|SELL|POS)(?:DEBT|MF|OPT|OTHER|STOCK)|CLOSUREOPT|INCOME|INVEXPENSE|JRNLFUND|' +
    'JRNLSEC|MARGININTEREST|REINVEST|RETOFCAP|SPLIT|TRANSFER)$',
);

/** Whether an aggregate is a trade of securities. */
export function isTrade(name: string): boolean {
  return trades.test(name);
}
