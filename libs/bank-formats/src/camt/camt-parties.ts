import type { CamtNode } from './camt-node.js';
import type {
  Agent,
  BankAccount,
  Birth,
  Counterparty,
  Party,
  PartyIdentification,
  PostalAddress,
} from '../model/statement.js';
import type { Direction } from './camt-amounts.js';

/** The number of an account: `Id/IBAN`, `Id/Othr/Id`, or the choices of the first version. */
function accountNumber(node: CamtNode | null): { iban: string | null; other: string | null } {
  const id = node?.child('Id') ?? null;
  if (id === null) return { iban: null, other: null };
  const iban = id.textAt('IBAN')?.replace(/\s+/g, '') ?? null;
  const other =
    id.textAt('Othr', 'Id') ??
    id.textAt('PrtryAcct', 'Id') ??
    id.textAt('BBAN') ??
    id.textAt('UPIC') ??
    (id.children.length === 0 ? id.takeText() : null);
  return { iban, other };
}

function bicOf(institution: CamtNode | null): string | null {
  if (institution === null) return null;
  const combined = institution.child('CmbndId') ?? institution;
  return combined.textAt('BICFI') ?? combined.textAt('BIC');
}

/** The account of a statement (`Acct`). */
export function statementAccount(node: CamtNode | null): BankAccount {
  if (node === null) return {};
  const { iban, other } = accountNumber(node);
  const institution = node.at('Svcr', 'FinInstnId');
  const bic = bicOf(institution);
  const bankCode = institution?.textAt('ClrSysMmbId', 'MmbId') ?? null;
  const ownName = node.textAt('Nm');
  const name = ownName ?? node.textAt('Ownr', 'Nm');
  return {
    ...(iban === null ? {} : { iban }),
    ...(other === null ? {} : { other }),
    ...(bic === null ? {} : { bic }),
    ...(name === null ? {} : { name }),
    ...(bankCode === null ? {} : { bankCode }),
  };
}

function addressOf(node: CamtNode | null): PostalAddress | null {
  if (node === null) return null;
  return {
    lines: node.textsOf('AdrLine'),
    street: node.textAt('StrtNm'),
    building: node.textAt('BldgNb'),
    postCode: node.textAt('PstCd'),
    town: node.textAt('TwnNm'),
    subDivision: node.textAt('CtrySubDvsn'),
    country: node.textAt('Ctry'),
  };
}

/** Elements of `OrgId` that are registers of their own; `Othr` names its register itself. */
const registers = ['AnyBIC', 'BICOrBEI', 'BIC', 'BEI', 'LEI', 'IBEI', 'EANGLN', 'DUNS', 'TaxIdNb'];

function identificationsOf(id: CamtNode | null): PartyIdentification[] {
  if (id === null) return [];
  const found: PartyIdentification[] = [];
  for (const [element, kind] of [
    ['OrgId', 'organisation'],
    ['PrvtId', 'person'],
  ] as const) {
    const node = id.child(element);
    if (node === null) continue;
    for (const register of registers) {
      const number = node.textAt(register);
      if (number !== null) found.push({ kind, id: number, scheme: register, issuer: null });
    }
    for (const other of node.all('Othr')) {
      const number = other.textAt('Id');
      if (number === null) continue;
      const scheme = other.codeAt('SchmeNm');
      found.push({ kind, id: number, scheme, issuer: other.textAt('Issr') });
    }
  }
  return found;
}

function birthOf(id: CamtNode | null): Birth | null {
  const node = id?.at('PrvtId', 'DtAndPlcOfBirth') ?? null;
  if (node === null) return null;
  return {
    date: node.textAt('BirthDt'),
    province: node.textAt('PrvcOfBirth'),
    city: node.textAt('CityOfBirth'),
    country: node.textAt('CtryOfBirth'),
  };
}

/** A party element, and its account's; from version 8 on the party sits in `Pty` or `Agt`. */
export function partyOf(
  node: CamtNode | null,
  account: CamtNode | null,
  role: Party['role'],
): Party | null {
  if (node === null && account === null) return null;
  const body = node?.child('Pty') ?? node?.at('Agt', 'FinInstnId') ?? node ?? null;
  const { iban, other } = accountNumber(account);
  const id = body?.child('Id') ?? null;
  return {
    role,
    name: body?.textAt('Nm') ?? null,
    account: iban ?? other,
    accountName: account?.textAt('Nm') ?? null,
    address: addressOf(body?.child('PstlAdr') ?? null),
    identifications: identificationsOf(id),
    birth: birthOf(id),
  };
}

const roles = [
  ['InitgPty', null, 'initiating-party'],
  ['Dbtr', 'DbtrAcct', 'debtor'],
  ['UltmtDbtr', null, 'ultimate-debtor'],
  ['Cdtr', 'CdtrAcct', 'creditor'],
  ['UltmtCdtr', null, 'ultimate-creditor'],
  ['TradgPty', null, 'trading-party'],
] as const;

/** Everybody in `RltdPties`. */
export function partiesOf(node: CamtNode | null): Party[] {
  if (node === null) return [];
  const parties = roles.map(([element, account, role]) =>
    partyOf(node.child(element), account === null ? null : node.child(account), role),
  );
  const proprietary = node.all('Prtry').map((one) => partyOf(one.child('Pty'), null, 'other'));
  return [...parties, ...proprietary].filter((party) => party !== null);
}

/** Every bank in `RltdAgts`. */
export function agentsOf(node: CamtNode | null): Agent[] {
  if (node === null) return [];
  return node.children.map((agent) => {
    const holder = agent.name === 'Prtry' ? (agent.child('Agt') ?? agent) : agent;
    const institution = holder.child('FinInstnId');
    const combined = institution?.child('CmbndId') ?? institution;
    return {
      role: agentRole(agent.name),
      bic: bicOf(institution),
      name: combined?.textAt('Nm') ?? null,
      memberId:
        combined?.textAt('ClrSysMmbId', 'MmbId') ?? combined?.textAt('ClrSysMmbId', 'Id') ?? null,
    };
  });
}

function agentRole(element: string): Agent['role'] {
  if (element === 'DbtrAgt') return 'debtor-agent';
  if (element === 'CdtrAgt') return 'creditor-agent';
  return element.startsWith('IntrmyAgt') ? 'intermediary-agent' : 'other';
}

/**
 * The other side of a transaction. Money that came in came from the debtor; but a payment that
 * comes back keeps the roles of the original, so a party that is the account itself, or nobody,
 * gives way to the other.
 */
export function counterpartyOf(
  parties: readonly Party[],
  agents: readonly Agent[],
  facts: { readonly direction: Direction; readonly comesBack: boolean; readonly own: BankAccount },
): Counterparty | null {
  const debtorSide = (facts.direction === 1) !== facts.comesBack;
  const sides = debtorSide ? (['debtor', 'creditor'] as const) : (['creditor', 'debtor'] as const);
  const own = new Set([facts.own.iban, facts.own.other]);
  const found = sides
    .map((side) => sideOf(parties, agents, side))
    .filter((side) => side !== null)
    .filter((side) => side.account === null || !own.has(side.account));
  return found[0] ?? null;
}

function sideOf(
  parties: readonly Party[],
  agents: readonly Agent[],
  side: 'debtor' | 'creditor',
): Counterparty | null {
  const party = parties.find((one) => one.role === side);
  const ultimate = parties.find((one) => one.role === `ultimate-${side}`);
  const name = party?.name ?? ultimate?.name ?? null;
  const account = party?.account ?? null;
  if (name === null && account === null) return null;
  const agent = agents.find((one) => one.role === `${side}-agent`);
  return { name, account, bic: agent?.bic ?? null };
}
