export type {
  AbaAccount,
  AbaBalancing,
  AbaIndicator,
  AbaOptions,
  AbaOrder,
  AbaTransaction,
  AbaTransactionCode,
} from './aba/aba-order.js';
export { readAba } from './aba/read-aba.js';
export type { AbaDetailRecord, AbaFile, AbaHeaderRecord, AbaTotalRecord } from './aba/aba-file.js';
export { writeAba } from './aba/write-aba.js';

export { isAccountOf } from './account/national-account.js';

export type {
  CsvAmount,
  CsvColumn,
  CsvCurrency,
  CsvDateFormat,
  CsvHeader,
  CsvNumbers,
  CsvProfile,
} from './csv/profiles/csv-profile.js';
export { csvProfileFrom } from './csv/csv-mapping.js';
export type { CsvMapping } from './csv/csv-mapping.js';
export { csvProfile, csvProfiles } from './csv/csv-profiles.js';
export { guessCsvProfile } from './csv/guess/guess-csv-profile.js';
export type { CsvGuess } from './csv/guess/csv-guess.js';

export { BankFormatError } from './model/bank-format.errors.js';
export type { BankFormatErrorCode } from './model/bank-format.errors.js';

export { keptRefusalWords, keptWarningWords } from './model/kept-words.js';
export type { PaymentFinding } from './model/payment-finding.js';
export { validatePaymentFile } from './payment-file/validate-payment-file.js';
export type { PaymentFileReport, PaymentFileTotal } from './payment-file/validate-payment-file.js';

export { checkRf, makeRf, printRf } from './reference/creditor-reference.js';
export type {
  CreditorReferenceCheck,
  CreditorReferenceFault,
} from './reference/creditor-reference.js';
export { epcQrPayload, epcQrSvg } from './payment-request/epc-qr.js';
export type { EpcPaymentRequest } from './payment-request/epc-qr.js';
export { checkSwissReference, isQrIban, makeQrReference } from './reference/swiss-reference.js';
export type {
  SwissReferenceCheck,
  SwissReferenceFault,
  SwissReferenceType,
} from './reference/swiss-reference.js';

export type {
  CreditTransfer,
  CreditTransferBatch,
  CreditTransferOrder,
  Pain001Version,
  SepaAddress,
  SepaParty,
  SepaRemittance,
} from './sepa/credit-transfer-order.js';
export type { Pain001Limits } from './sepa/credit-transfer-rules.js';
export { readPain001 } from './sepa/read-pain001.js';
export type {
  OrderParty,
  OrderedBatch,
  OrderedTransfer,
  Pain001File,
} from './sepa/pain001-file.js';
export { isPain002, readPain002 } from './sepa/read-pain002.js';
export type {
  BatchStatus,
  PaymentStatusMeaning,
  ReportedStatus,
  StatusReason,
  StatusReport,
  TransferStatus,
} from './sepa/read-pain002.js';
export { splitBatches, writePain001 } from './sepa/write-pain001.js';
export type { Pain001Options } from './sepa/write-pain001.js';

export { isBic, isIban } from './writing/account-number.js';
export { sepaCharacters, writeText } from './writing/character-set.js';
export type { CharacterPolicy, CharacterSet } from './writing/character-set.js';

export { formatMinor } from './model/amount.js';
export type { Decimal, MinorAmount } from './model/amount.js';
export type { FilePlace } from './model/bank-format.errors.js';
export { exponentOrAssumed } from './model/currency.js';
export { bankFileJson, modelJson } from './model/json.js';
export type { BankFileEvent } from './model/statement-sink.js';
export type {
  Agent,
  Balance,
  BankAccount,
  BankFile,
  Birth,
  Charge,
  Counterparty,
  CurrencyTotal,
  Entry,
  EntryDetail,
  MessageHeader,
  OriginalAmount,
  OtherElements,
  Party,
  PartyIdentification,
  PostalAddress,
  Remittance,
  Statement,
  StatementFormat,
  StatementHead,
  StatementSummary,
  StructuredRemittance,
  TransactionCode,
  TransactionFacts,
  Warning,
} from './model/statement.js';
export { detectBankFile } from './reading/detect-bank-file.js';
export type { BankFileDetection } from './reading/detect-bank-file.js';
export { readBankFile, streamBankFile } from './reading/read-bank-file.js';
export type { ReadOptions } from './reading/read-options.js';
