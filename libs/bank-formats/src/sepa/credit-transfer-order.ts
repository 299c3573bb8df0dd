/** The versions of the customer credit transfer initiation that are written. */
export const pain001Versions = ['pain.001.001.03', 'pain.001.001.09'] as const;

/** One of {@link pain001Versions}. */
export type Pain001Version = (typeof pain001Versions)[number];

/**
 * A postal address (`PstlAdr`). Version .09 carries it in its parts; version .03, by the SEPA
 * guidelines of its time, as `Ctry` and two lines `AdrLine`.
 */
export interface SepaAddress {
  /** `StrtNm`, at most 70 characters. */
  readonly street?: string;
  /** `BldgNb`, at most 16 characters. */
  readonly building?: string;
  /** `PstCd`, at most 16 characters. */
  readonly postCode?: string;
  /** `TwnNm`, at most 35 characters. */
  readonly town: string;
  /** `CtrySubDvsn`, at most 35 characters. */
  readonly subDivision?: string;
  /** `Ctry`, ISO 3166 alpha-2. */
  readonly country: string;
}

/** `Dbtr` or `Cdtr`. */
export interface SepaParty {
  /** `Nm`, at most 70 characters. */
  readonly name: string;
  readonly address?: SepaAddress;
}

/**
 * What the payee reads (`RmtInf`): free text of at most 140 characters (`Ustrd`), or an ISO 11649
 * reference (`Strd/CdtrRefInf`, type `SCOR`).
 */
export type SepaRemittance = { readonly text: string } | { readonly reference: string };

/** One transfer (`CdtTrfTxInf`). */
export interface CreditTransfer {
  /** `EndToEndId`, at most 35 characters; it travels to the payee and back with every return. */
  readonly endToEndId: string;
  /** `InstrId`, at most 35 characters, between the payer and its bank only. */
  readonly instructionId?: string;
  /** `InstdAmt` in minor units: 1 to 99,999,999,999 euro cents. */
  readonly amountMinor: bigint;
  /** SEPA carries EUR and nothing else. */
  readonly currency: string;
  /** `Cdtr`. */
  readonly creditor: SepaParty;
  /** `CdtrAcct/Id/IBAN`. */
  readonly creditorIban: string;
  /** `CdtrAgt`; since 2016 the IBAN alone is enough within the SEPA area. */
  readonly creditorBic?: string;
  /** `UltmtCdtr/Nm`, at most 70 characters. */
  readonly ultimateCreditorName?: string;
  /** `Purp/Cd`, one to four capitals (ISO 20022 external code). */
  readonly purpose?: string;
  readonly remittance?: SepaRemittance;
}

/** Transfers from one account on one day (`PmtInf`). */
export interface CreditTransferBatch {
  /** `PmtInfId`, at most 35 characters. */
  readonly id: string;
  /** `Dbtr`. */
  readonly debtor: SepaParty;
  /** `DbtrAcct/Id/IBAN`. */
  readonly debtorIban: string;
  /** `DbtrAgt`; written as `NOTPROVIDED` when left out. */
  readonly debtorBic?: string;
  /** `ReqdExctnDt`, YYYY-MM-DD. */
  readonly executionDate: string;
  /** `BtchBookg`: one booking for the batch, or one each; left out, what was agreed holds. */
  readonly batchBooking?: boolean;
  /** `PmtTpInf/LclInstrm/Cd` `INST`: instant credit transfers. */
  readonly instant?: boolean;
  /** `PmtTpInf/CtgyPurp/Cd`, one to four capitals (`SALA`). */
  readonly categoryPurpose?: string;
  /** `UltmtDbtr/Nm`, at most 70 characters. */
  readonly ultimateDebtorName?: string;
  readonly payments: readonly CreditTransfer[];
}

/** A SEPA credit transfer message (`CstmrCdtTrfInitn`). */
export interface CreditTransferOrder {
  /** `MsgId`, at most 35 characters, unique for ever between the payer and its bank. */
  readonly messageId: string;
  /** `CreDtTm`: `YYYY-MM-DDThh:mm:ss`, with or without a fraction, with or without a final `Z`. */
  readonly createdAt: string;
  /** `InitgPty`. */
  readonly initiatingParty: {
    /** `Nm`, at most 70 characters. */
    readonly name: string;
    /** `Id/OrgId/Othr/Id`, at most 35 characters, where the bank asks for it. */
    readonly id?: string;
  };
  readonly batches: readonly CreditTransferBatch[];
}
