import type { WarningCode } from './kept-words.js';

/** The formats that statements come in. OFX 1 and 2 share a name; `BankFile.version` tells them. */
export type StatementFormat =
  'camt.052' | 'camt.053' | 'camt.054' | 'mt940' | 'mt942' | 'ofx' | 'coda' | 'qif' | 'csv';

/** Something that a person should know about a file that was read all the same. */
export interface Warning {
  readonly code: WarningCode;
  /**
   * One sentence that names what was found, in the file's words: for whoever has the file in hand.
   * Kept for others is `keptWarningWords` of the code.
   */
  readonly message: string;
  /** Line in the file, from 1; null when the remark is about the whole file. */
  readonly line: number | null;
  /** Which file of an archive it is about, from 1; absent where there is no archive. */
  readonly file?: number;
}

/** The envelope around the statements (`GrpHdr`). */
export interface MessageHeader {
  /** `MsgId`. */
  readonly id: string | null;
  /** `CreDtTm`, as written. */
  readonly createdAt: string | null;
  /** `MsgRcpt`: whom the bank sent the message to. */
  readonly recipient: Party | null;
  readonly other: OtherElements;
}

/** What a file says that the model has no field for: element paths or tags, and their texts. */
export type OtherElements = Readonly<Record<string, string>>;

/** What a file of any format says. Amounts are `bigint` minor units; `bankFileJson` writes JSON. */
export interface BankFile {
  readonly format: StatementFormat;
  /** `camt.053.001.08`, the OFX header's version (`102`, `211`), the CSV profile's name, or ''. */
  readonly version: string;
  readonly message: MessageHeader | null;
  readonly statements: readonly Statement[];
  readonly warnings: readonly Warning[];
}

/** An account as the file names it. */
export interface BankAccount {
  /** As written, or made of a national number, which then stands in `other` as well. */
  readonly iban?: string;
  /** A number that is no IBAN, as written (`12345678/1020304050`, `062-000 12345678`). */
  readonly other?: string;
  readonly bic?: string;
  readonly name?: string;
  /** National bank code where the file gives one apart (BSB, Bankleitzahl, ABA routing number). */
  readonly bankCode?: string;
}

/** A balance. `code` is ISO 20022's: OPBD, PRCD, CLBD, ITBD, OPAV, CLAV, ITAV, FWAV, XPCD, INFO. */
export interface Balance {
  readonly code: string;
  /** Signed: a debit balance (an overdraft) is negative. */
  readonly amountMinor: bigint;
  /** Present when the amount has digits below the minor unit; see `MinorAmount`. */
  readonly exactAmount: string | null;
  readonly currency: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
}

/** Credits and debits of one currency among a statement's entries. */
export interface CurrencyTotal {
  readonly currency: string | null;
  readonly entries: number;
  /** Sum of the entries above zero, in minor units. */
  readonly creditMinor: bigint;
  /** Sum of the entries below zero, as a positive number of minor units. */
  readonly debitMinor: bigint;
  /** Net sum as decimal text, when an entry has digits below the minor unit. */
  readonly exactNet: string | null;
}

/** One file of an archive. */
export interface PackedFile {
  /** Its place among the archive's statement files, from 0: names may be the same. */
  readonly place: number;
  readonly name: string;
  readonly format: StatementFormat;
  /** As `BankFile.version`. */
  readonly version: string;
}

/** What a statement says before its entries. */
export interface StatementHead {
  /** The file that it stands in, where an archive was read. */
  readonly packed?: PackedFile;
  /** `Stmt/Id`, `:20:`, OFX `TRNUID`. */
  readonly id: string | null;
  /** `ElctrncSeqNb` or `LglSeqNb`, `:28C:`. */
  readonly sequence: string | null;
  readonly account: BankAccount;
  readonly currency: string | null;
  /** First and last day covered, YYYY-MM-DD, where the file says so or its balances do. */
  readonly from: string | null;
  readonly to: string | null;
  /** `CreDtTm`, `:13D:`, `DTSERVER`, in ISO 8601 as far as the file tells. */
  readonly createdAt: string | null;
  /** A page of several: MT940 `60M` opens one that continues, `62M` one that goes on. */
  readonly page: { readonly continues: boolean; readonly goesOn: boolean };
}

/** A statement without its entries: what is known once all of them were read. */
export interface StatementSummary extends StatementHead {
  /** Signed; OPBD or PRCD, `:60F:` or `:60M:`. Null when the file states none. */
  readonly openingMinor: bigint | null;
  /** Signed; CLBD, `:62F:` or `:62M:`, `LEDGERBAL`. Null when the file states none. */
  readonly closingMinor: bigint | null;
  /**
   * Whether opening + booked entries = closing, exactly; null when a balance is missing or the two
   * are of different currencies.
   */
  readonly balanced: boolean | null;
  readonly balances: readonly Balance[];
  readonly totals: readonly CurrencyTotal[];
  /** `AddtlStmtInf`, the `:86:` after `:62F:`, OFX `MKTGINFO`: words about the whole statement. */
  readonly information: string | null;
  readonly other: OtherElements;
}

/** A statement (or report, or notification) of one account; one page of it in MT940. */
export interface Statement extends StatementSummary {
  readonly entries: readonly Entry[];
}

/** Postal address as ISO 20022 has it: structured parts, or lines. */
export interface PostalAddress {
  readonly lines: readonly string[];
  readonly street: string | null;
  readonly building: string | null;
  readonly postCode: string | null;
  readonly town: string | null;
  readonly subDivision: string | null;
  readonly country: string | null;
}

/** A party's number in some register (`Id/OrgId`, `Id/PrvtId`). */
export interface PartyIdentification {
  readonly kind: 'organisation' | 'person';
  readonly id: string;
  /** `SchmeNm/Cd` or `SchmeNm/Prtry`, or BIC, BEI, LEI. */
  readonly scheme: string | null;
  readonly issuer: string | null;
}

/** Where and when a person was born (`DtAndPlcOfBirth`). */
export interface Birth {
  readonly date: string | null;
  readonly province: string | null;
  readonly city: string | null;
  readonly country: string | null;
}

/** Someone whom a transaction names, in the role that the standard gives them. */
export interface Party {
  readonly role:
    | 'debtor'
    | 'creditor'
    | 'ultimate-debtor'
    | 'ultimate-creditor'
    | 'initiating-party'
    | 'trading-party'
    | 'other';
  readonly name: string | null;
  /** IBAN, or any other number. */
  readonly account: string | null;
  readonly accountName: string | null;
  readonly address: PostalAddress | null;
  readonly identifications: readonly PartyIdentification[];
  readonly birth: Birth | null;
}

/** A bank that took part (`RltdAgts`). */
export interface Agent {
  readonly role: 'debtor-agent' | 'creditor-agent' | 'intermediary-agent' | 'other';
  readonly bic: string | null;
  readonly name: string | null;
  /** `ClrSysMmbId/MmbId`: a national bank code. */
  readonly memberId: string | null;
}

/** The other side: who paid us, or whom we paid. */
export interface Counterparty {
  readonly name: string | null;
  /** IBAN, or any other number. */
  readonly account: string | null;
  readonly bic: string | null;
}

/** A reference by which a payee recognises a payment. */
export interface StructuredRemittance {
  /** The reference as written, or null when the block only has other parts. */
  readonly reference: string | null;
  /** What the reference proves to be: QR or ESR (27 or 15 to 16 digits), ISO 11649 `RF…`. */
  readonly kind: 'qr' | 'esr' | 'iso11649' | 'other';
  /** `Tp/CdOrPrtry/Cd` or `Prtry`, as written (`SCOR`, `QRR`, `ISR Reference`). */
  readonly type: string | null;
  /** `AddtlRmtInf`, and invoice numbers (`RfrdDocInf`). */
  readonly additional: readonly string[];
}

/** What the payer wrote. */
export interface Remittance {
  readonly structured: readonly StructuredRemittance[];
  /** Free text, one string for each block or line of the file. */
  readonly free: readonly string[];
}

/** What was ordered, when the account was moved in another currency or by another amount. */
export interface OriginalAmount {
  /** Signed as the entry is. */
  readonly amountMinor: bigint;
  readonly exactAmount: string | null;
  readonly currency: string | null;
  /** The exchange rate as written; how it is quoted is the bank's business. */
  readonly rate: string | null;
}

/** A fee that the bank took for a transaction. */
export interface Charge {
  /** Signed: negative when it reduces the account. */
  readonly amountMinor: bigint;
  readonly exactAmount: string | null;
  readonly currency: string | null;
  readonly type: string | null;
  /** Whether the entry's amount already contains it; null when the file does not say. */
  readonly included: boolean | null;
}

/** The kind of transaction, in ISO 20022's terms where given, else in the bank's. */
export interface TransactionCode {
  /** `Domn/Cd`, `Fmly/Cd`, `SubFmlyCd` (PMNT, RCDT, ESCT). */
  readonly domain: string | null;
  readonly family: string | null;
  readonly subFamily: string | null;
  /** `Prtry/Cd`, MT940's `NTRF` and business code (`NTRF+166`), OFX `TRNTYPE`. */
  readonly proprietary: string | null;
  readonly issuer: string | null;
}

/** What an entry and each transaction inside it may tell. */
export interface TransactionFacts {
  readonly endToEndId: string | null;
  /** The bank's own reference: `AcctSvcrRef`, the part after `//` in `:61:`, OFX `FITID`. */
  readonly bankReference: string | null;
  readonly transactionCode: TransactionCode | null;
  readonly counterparty: Counterparty | null;
  readonly remittance: Remittance;
  readonly original: OriginalAmount | null;
  readonly charges: readonly Charge[];
  readonly mandateId: string | null;
  /** SEPA creditor identifier (`CRED+`). */
  readonly creditorId: string | null;
  /** Why a payment came back: `RtrInf/Rsn/Cd`, the return text key. */
  readonly returnReason: string | null;
  readonly purpose: string | null;
  /** `AddtlNtryInf`, `AddtlTxInf`, the booking text. */
  readonly information: string | null;
  /** Further references by their standard's element or tag: `InstrId`, `TxId`, `MsgId`, `KREF`. */
  readonly references: Readonly<Record<string, string>>;
  readonly other: OtherElements;
}

/** One transaction inside an entry (`TxDtls`); a batch entry has several. */
export interface EntryDetail extends TransactionFacts {
  /** Signed as the entry is; null when the file gives none for the single transaction. */
  readonly amountMinor: bigint | null;
  readonly exactAmount: string | null;
  readonly currency: string | null;
  readonly parties: readonly Party[];
  readonly agents: readonly Agent[];
}

/** One movement of the account. */
export interface Entry extends TransactionFacts {
  /** YYYY-MM-DD; null when the file gives none that is a date. */
  readonly bookingDate: string | null;
  readonly valueDate: string | null;
  /** Signed: what the account gained. A reversed credit is negative. */
  readonly amountMinor: bigint;
  /** Present when the amount has digits below the minor unit; a warning says so too. */
  readonly exactAmount: string | null;
  readonly currency: string | null;
  /** ISO 20022's code: BOOK, PDNG, INFO, FUTR, or what the bank wrote. */
  readonly status: string;
  /** Whether this entry undoes another (`RvslInd`, `RC`, `RD`). */
  readonly reversal: boolean;
  readonly details: readonly EntryDetail[];
  /** Number of transactions that a batch claims (`Btch/NbOfTxs`); null when it does not. */
  readonly batchCount: number | null;
  /** Line where the entry begins, from 1. */
  readonly line: number | null;
}
