import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBankFile } from '../reading/read-bank-file.js';
import type { BankFile, Entry, EntryDetail, Party, Statement } from '../model/statement.js';

/** Full parses by another project, kept beside the repository. */
const samples = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const goldenFolder = new URL('camt-golden/genkgo/', samples);
const present = existsSync(goldenFolder);
const names = present ? readdirSync(goldenFolder).toSorted() : [];

type Tree = { readonly [key: string]: Tree | undefined } | undefined;

/** A text of the dump at a path of getters, null where it has none. */
function at(tree: Tree, ...path: string[]): string | null {
  const found = path.reduce<unknown>((node, key) => (node as Tree)?.[key], tree);
  if (typeof found === 'number') return `${found}`;
  return typeof found === 'string' && found !== '' ? found : null;
}

function list(tree: Tree, key: string): Tree[] {
  const found: unknown = tree?.[key];
  return Array.isArray(found) ? (found as Tree[]) : [];
}

/** The dump writes an object once and says `__RECURSIVITY__` where it comes again. */
function withFirst(tree: Tree, plural: string, singular: string): Tree[] {
  const first = tree?.[singular];
  return list(tree, plural).map((one) => (typeof one === 'string' ? first : one));
}

const moment = (text: string | null): number | null => (text === null ? null : Date.parse(text));
const day = (text: string | null): string | null => text?.slice(0, 10) ?? null;

function money(tree: Tree): readonly [string | null, string | null] {
  return [at(tree, 'getAmount'), at(tree, 'getCurrency', 'getCode')];
}

const balanceTypes: Readonly<Record<string, string>> = {
  OPBD: 'opening',
  PRCD: 'opening',
  OPAV: 'opening_available',
  CLBD: 'closing',
  CLAV: 'closing_available',
  FWAV: 'forward_available',
  INFO: 'information',
  ITAV: 'interim_available',
  ITBD: 'interim',
  XPCD: 'expected_credit',
};

function checkHeader(file: BankFile, golden: Tree): void {
  const header = golden?.['getGroupHeader'];
  const { message } = file;
  expect(message?.id ?? null).toBe(at(header, 'getMessageId'));
  expect(moment(message?.createdAt ?? null)).toBe(moment(at(header, 'getCreatedOn', '0')));
  const other = message?.other ?? {};
  expect(other['AddtlInf'] ?? null).toBe(at(header, 'getAdditionalInformation'));
  expect(other['MsgPgntn/PgNb'] ?? null).toBe(at(header, 'getPagination', 'getPageNumber'));
  const query = header?.['getOriginalBusinessQuery'];
  expect(other['OrgnlBizQry/MsgId'] ?? null).toBe(at(query, 'getMessageId'));
  expect(other['OrgnlBizQry/MsgNmId'] ?? null).toBe(at(query, 'getMessageNameId'));
  const recipient = header?.['getMessageRecipient'];
  if (recipient != null) checkParty(message?.recipient ?? null, recipient);
  expect(other['MsgRcpt/CtryOfRes'] ?? null).toBe(at(recipient, 'getCountryOfResidence'));
}

function checkRecord(statement: Statement, golden: Tree): void {
  expect(statement.id).toBe(at(golden, 'getId'));
  const { account, other } = statement;
  expect(account.iban ?? account.other).toBe(at(golden, 'getAccount', 'getIdentification'));
  // An IBAN in another number's place is one all the same, for us.
  const iban = account.iban === account.other ? undefined : account.iban;
  expect(iban ?? null).toBe(at(golden, 'getAccount', 'getIban', 'getIban'));
  const name = at(golden, 'getAccount', 'getName');
  if (name !== null) expect(account.name).toBe(name);
  expect(statement.information).toBe(at(golden, 'getAdditionalInformation'));
  expect(other['CpyDplctInd'] ?? null).toBe(at(golden, 'getCopyDuplicateIndicator'));
  expect(moment(statement.createdAt)).toBe(moment(at(golden, 'getCreatedOn', '0')));
  const electronic = at(golden, 'getElectronicSequenceNumber');
  const legal = at(golden, 'getLegalSequenceNumber');
  expect(statement.sequence).toBe(electronic ?? legal);
  expect(other['LglSeqNb'] ?? null).toBe(legal);
  const from = day(at(golden, 'getFromDate', '0'));
  if (from !== null) expect(statement.from).toBe(from);
  const to = day(at(golden, 'getToDate', '0'));
  if (to !== null) expect(statement.to).toBe(to);
  const page = Object.entries(other).find(([path]) => path.endsWith('Pgntn/PgNb'))?.[1] ?? null;
  expect(page).toBe(at(golden, 'getPagination', 'getPageNumber'));
  expect(
    statement.balances.map((balance) => [
      [balance.amountMinor.toString(), balance.currency],
      balance.date,
      balanceTypes[balance.code],
    ]),
  ).toEqual(
    list(golden, 'getBalances').map((balance) => [
      money(balance?.['getAmount']),
      day(at(balance, 'getDate', '0')),
      at(balance, 'getType'),
    ]),
  );
}

function checkCode(code: Entry['transactionCode'], golden: Tree): void {
  const domain = golden?.['getDomain'];
  expect(code?.domain ?? null).toBe(at(domain, 'getCode'));
  expect(code?.family ?? null).toBe(at(domain, 'getFamily', 'getCode'));
  expect(code?.subFamily ?? null).toBe(at(domain, 'getFamily', 'getSubFamilyCode'));
  expect(code?.proprietary ?? null).toBe(at(golden, 'getProprietary', 'getCode'));
  expect(code?.issuer ?? null).toBe(at(golden, 'getProprietary', 'getIssuer'));
}

function checkEntry(entry: Entry, golden: Tree): void {
  const reference = at(golden, 'getAccountServicerReference');
  if (reference !== null) expect(entry.bankReference).toBe(reference);
  expect(entry.information).toBe(at(golden, 'getAdditionalInfo'));
  expect([entry.amountMinor.toString(), entry.currency]).toEqual(money(golden?.['getAmount']));
  checkCode(entry.transactionCode, golden?.['getBankTransactionCode']);
  const batch = entry.other['NtryDtls/Btch/PmtInfId'] ?? null;
  const wanted = at(golden, 'getBatchPaymentId');
  if (wanted !== null && batch !== null) expect(batch).toBe(wanted);
  expect(entry.bookingDate).toBe(day(at(golden, 'getBookingDate', '0')));
  expect(entry.valueDate).toBe(day(at(golden, 'getValueDate', '0')));
  expect(entry.amountMinor < 0n ? 'DBIT' : 'CRDT').toBe(at(golden, 'getCreditDebitIndicator'));
  expect(entry.reversal).toBe((golden?.['getReversalIndicator'] as unknown) === true);
  expect(entry.status).toBe(at(golden, 'getStatus'));
  expect(entry.references['NtryRef'] ?? null).toBe(at(golden, 'getReference'));
  expect(at(golden, 'getCharges')).toBeNull();
  expect(entry.charges).toEqual([]);
  const details = withFirst(golden, 'getTransactionDetails', 'getTransactionDetail');
  expect(entry.details).toHaveLength(details.length);
  for (const [nth, detail] of entry.details.entries()) checkDetail(detail, details[nth]);
}

const references: readonly (readonly [string, string])[] = [
  ['MsgId', 'getMessageId'],
  ['PmtInfId', 'getPaymentInformationId'],
  ['InstrId', 'getInstructionId'],
  ['TxId', 'getTransactionId'],
  ['ChqNb', 'getChequeNumber'],
  ['ClrSysRef', 'getClearingSystemReference'],
  ['AcctOwnrTxId', 'getAccountOwnerTransactionId'],
  ['UETR', 'getUuidEndToEndReference'],
];

function checkDetail(detail: EntryDetail, golden: Tree): void {
  const amount = golden?.['getAmount'] ?? golden?.['getAmountDetails'];
  if (amount == null) expect(detail.amountMinor).toBeNull();
  else expect([detail.amountMinor?.toString(), detail.currency]).toEqual(money(amount));
  checkCode(detail.transactionCode, golden?.['getBankTransactionCode']);
  expect(detail.information).toBe(at(golden, 'getAdditionalTransactionInformation'));
  const refs = golden?.['getReference'];
  expect(detail.endToEndId).toBe(at(refs, 'getEndToEndId'));
  expect(detail.bankReference).toBe(at(refs, 'getAccountServicerReference'));
  expect(detail.mandateId).toBe(at(refs, 'getMandateId'));
  for (const [element, getter] of references) {
    expect(detail.references[element] ?? null).toBe(at(refs, getter));
  }
  for (const own of list(refs, 'getProprietaries')) {
    expect(detail.references[at(own, 'getType') ?? '']).toBe(at(own, 'getReference'));
  }
  const agents = withFirst(golden, 'getRelatedAgents', 'getRelatedAgent');
  expect(sorted(detail.agents.map((one) => [one.role, one.bic, one.name]))).toEqual(
    sorted(agents.map((one) => agentOf(one?.['getRelatedAgentType']))),
  );
  checkParties(detail, golden);
  checkRemittance(detail, golden?.['getRemittanceInformation']);
  expect(detail.charges).toEqual([]);
  expect(at(golden, 'getCharges')).toBeNull();
}

function sorted(rows: readonly (readonly (string | null)[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

function agentOf(golden: Tree): (string | null)[] {
  const role = at(golden, '__CLASS__')?.endsWith('CreditorAgent') ? 'creditor' : 'debtor';
  return [`${role}-agent`, at(golden, 'getBIC'), at(golden, 'getName')];
}

const roles: Readonly<Record<string, Party['role']>> = {
  Creditor: 'creditor',
  Debtor: 'debtor',
  UltimateCreditor: 'ultimate-creditor',
  UltimateDebtor: 'ultimate-debtor',
};

function checkParties(detail: EntryDetail, golden: Tree): void {
  for (const related of list(golden, 'getRelatedParties')) {
    const type = related?.['getRelatedPartyType'];
    const role = roles[at(type, '__CLASS__')?.split('\\').at(-1) ?? ''];
    const party = detail.parties.find((one) => one.role === role) ?? null;
    checkParty(party, type);
    expect(party?.account ?? null).toBe(at(related, 'getAccount', 'getIdentification'));
    expect(party?.accountName ?? null).toBe(at(related, 'getAccount', 'getName'));
  }
}

function checkParty(party: Party | null, golden: Tree): void {
  expect(party?.name ?? null).toBe(at(golden, 'getName'));
  const address = golden?.['getAddress'];
  expect(party?.address?.street ?? null).toBe(at(address, 'getStreetName'));
  expect(party?.address?.building ?? null).toBe(at(address, 'getBuildingNumber'));
  expect(party?.address?.postCode ?? null).toBe(at(address, 'getPostCode'));
  expect(party?.address?.town ?? null).toBe(at(address, 'getTownName'));
  expect(party?.address?.subDivision ?? null).toBe(at(address, 'getCountrySubDivision'));
  expect(party?.address?.country ?? null).toBe(at(address, 'getCountry'));
  expect(party?.address?.lines ?? []).toEqual(list(address, 'getAddressLines'));
  const id = golden?.['getIdentification'];
  const others = party?.identifications ?? [];
  const plain = others.find((one) => !/BIC|BEI/.test(one.scheme ?? ''));
  expect(plain?.id ?? null).toBe(at(id, 'getOtherId'));
  expect(plain?.issuer ?? null).toBe(at(id, 'getOtherIssuer'));
  expect(plain?.scheme ?? null).toBe(at(id, 'getOtherSchemeName'));
  expect(others.find((one) => /BIC|BEI/.test(one.scheme ?? ''))?.id ?? null).toBe(at(id, 'getBic'));
  expect(party?.birth?.date ?? null).toBe(day(at(id, 'getBirthDate', '0')));
  expect(party?.birth?.city ?? null).toBe(at(id, 'getCityOfBirth'));
  expect(party?.birth?.province ?? null).toBe(at(id, 'getProvinceOfBirth'));
  expect(party?.birth?.country ?? null).toBe(at(id, 'getCountryOfBirth'));
}

function checkRemittance({ remittance }: EntryDetail, golden: Tree): void {
  const free = withFirst(golden, 'getUnstructuredBlocks', 'getUnstructuredBlock');
  expect(remittance.free).toEqual(free.map((block) => at(block, 'getMessage')));
  const blocks = withFirst(golden, 'getStructuredBlocks', 'getStructuredBlock');
  expect(
    remittance.structured.map((one) => [one.reference, one.type, one.additional[0] ?? null]),
  ).toEqual(
    blocks.map((block) => {
      const own = block?.['getCreditorReferenceInformation'];
      const information =
        typeof own === 'string' ? golden?.['getCreditorReferenceInformation'] : own;
      return [
        at(information, 'getRef'),
        at(information, 'getCode') ?? at(information, 'getProprietary'),
        at(block, 'getAdditionalRemittanceInformation'),
      ];
    }),
  );
}

describe.skipIf(!present)('full parses of camt by another project', () => {
  it.each(names)('%s is matched field by field', (name) => {
    const golden = JSON.parse(readFileSync(new URL(name, goldenFolder), 'utf8')) as Tree;
    const xml = new URL(`camt/genkgo/${name.replace(/json$/, 'xml')}`, samples);
    const file = readBankFile(readFileSync(xml));
    checkHeader(file, golden);
    const entries = file.statements.flatMap((statement) => statement.entries);
    const wanted = list(golden, 'getEntries');
    expect(entries).toHaveLength(wanted.length);
    for (const [nth, entry] of entries.entries()) checkEntry(entry, wanted[nth]);
    const records = [
      ...wanted.map((entry) => entry?.['getRecord']),
      ...list(golden, 'getRecords'),
    ].filter((record) => typeof record === 'object');
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      const statement = file.statements.find((one) => one.id === at(record, 'getId'));
      if (statement === undefined) throw new Error('a record is missing');
      checkRecord(statement, record);
    }
  });

  it('are the thirteen that the samples come with', () => {
    expect(names).toHaveLength(13);
  });
});
