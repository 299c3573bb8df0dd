import * as fc from 'fast-check';
import { mod97 } from '../reference/creditor-reference.js';
import type {
  CreditTransfer,
  CreditTransferBatch,
  CreditTransferOrder,
  SepaAddress,
  SepaParty,
} from '../sepa/credit-transfer-order.js';

/** A valid German, Austrian, Lithuanian or British IBAN. */
export const anyIban: fc.Arbitrary<string> = fc
  .record({
    shape: fc.constantFrom(
      { country: 'DE', bank: '', digits: 18 },
      { country: 'AT', bank: '', digits: 16 },
      { country: 'LT', bank: '', digits: 16 },
      { country: 'GB', bank: 'NWBK', digits: 14 },
    ),
    number: fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }),
  })
  .map(({ shape: { country, bank, digits }, number }) => {
    const bban = bank + number.toString().padStart(18, '0').slice(-digits);
    const check = 98 - mod97(`${bban}${country}00`);
    return `${country}${String(check).padStart(2, '0')}${bban}`;
  });

const of = (characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });

const anyId = of("ABCXYZabcxyz0123456789?:().,'+-", 8, 35);

const latin = "ABCDEFGHabcdefgh0123456789 &äöüßéçñł.,'-";
const otherScripts = 'ΑΒΓαβγАБВабв<>"&;_';

/** Text as people type it: accents, signs, other scripts, and now and then anything at all. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 60, arbitrary: of(latin, 0, maxLength / 2).map((text) => `A${text}`) },
    { weight: 20, arbitrary: of(otherScripts, 1, maxLength / 2) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength }) },
  );

const anyAddress: fc.Arbitrary<SepaAddress> = fc.record(
  {
    street: anyText(70),
    building: anyText(16),
    postCode: of('AB0123456789', 1, 10),
    town: anyText(35),
    subDivision: anyText(35),
    country: fc.constantFrom('DE', 'NL', 'FR', 'IT'),
  },
  { requiredKeys: ['town', 'country'] },
);

const anyParty: fc.Arbitrary<SepaParty> = fc.record(
  { name: anyText(70), address: anyAddress },
  { requiredKeys: ['name'] },
);

const anyRemittance = fc.oneof(
  fc.record({ text: anyText(140) }),
  fc.constant({ reference: 'RF18539007547034' }),
);

/** A BIC of the IBAN's country, now and then. */
const anyBicOf = fc.option(fc.constantFrom('', 'XXX', '123'), { nil: null });

function bicOf(iban: string, branch: string): string {
  return `COBA${iban.slice(0, 2)}FF${branch}`;
}

const anyPayment: fc.Arbitrary<CreditTransfer> = fc
  .tuple(
    anyBicOf,
    fc.record(
      {
        endToEndId: anyId,
        instructionId: anyId,
        amountMinor: fc.oneof(
          fc.bigInt({ min: 1n, max: 99_999_999_999n }),
          fc.constantFrom(1n, 99n, 100n, 99_999_999_999n, 99_999_999_901n),
        ),
        currency: fc.constant('EUR'),
        creditor: anyParty,
        creditorIban: anyIban,
        ultimateCreditorName: anyText(70),
        purpose: fc.constantFrom('SALA', 'CHAR', 'GDDS', 'X'),
        remittance: anyRemittance,
      },
      { requiredKeys: ['endToEndId', 'amountMinor', 'currency', 'creditor', 'creditorIban'] },
    ),
  )
  .map(([branch, payment]) =>
    branch === null ? payment : { ...payment, creditorBic: bicOf(payment.creditorIban, branch) },
  );

const anyBatch: fc.Arbitrary<CreditTransferBatch> = fc
  .tuple(
    anyBicOf,
    fc.record(
      {
        id: anyId,
        debtor: anyParty,
        debtorIban: anyIban,
        executionDate: fc.constantFrom('2026-11-23', '2028-02-29', '1999-12-31'),
        batchBooking: fc.boolean(),
        instant: fc.boolean(),
        categoryPurpose: fc.constantFrom('SALA', 'SUPP'),
        ultimateDebtorName: anyText(70),
        payments: fc.array(anyPayment, { minLength: 1, maxLength: 5 }),
      },
      { requiredKeys: ['id', 'debtor', 'debtorIban', 'executionDate', 'payments'] },
    ),
  )
  .map(([branch, batch]) =>
    branch === null ? batch : { ...batch, debtorBic: bicOf(batch.debtorIban, branch) },
  );

/** An order as the type allows it; some are refused, most for a character without substitute. */
export const anyOrder: fc.Arbitrary<CreditTransferOrder> = fc.record({
  messageId: anyId,
  createdAt: fc.constantFrom(
    '2026-11-21T09:30:00',
    '2026-03-29T02:30:00Z',
    '2026-01-01T00:00:00.000Z',
  ),
  initiatingParty: fc.record({ name: anyText(70), id: anyId }, { requiredKeys: ['name'] }),
  batches: fc.array(anyBatch, { minLength: 1, maxLength: 3 }),
});

/** A small order of two batches from two accounts, every optional part present once. */
export const sampleOrder: CreditTransferOrder = {
  messageId: 'WEAVERS-2026-11-21-1',
  createdAt: '2026-11-21T09:30:00Z',
  initiatingParty: { name: 'Genossenschaft Grüner Weg eG', id: 'GNR 4711' },
  batches: [
    {
      id: 'WEAVERS-1-A',
      debtor: {
        name: 'Genossenschaft Grüner Weg eG',
        address: {
          street: 'Ringstraße',
          building: '5a',
          postCode: '10115',
          town: 'Berlin',
          country: 'DE',
        },
      },
      debtorIban: 'DE89 3704 0044 0532 0130 00',
      debtorBic: 'COBADEFFXXX',
      executionDate: '2026-11-23',
      batchBooking: true,
      categoryPurpose: 'SUPP',
      ultimateDebtorName: 'Laden am Ring',
      payments: [
        {
          endToEndId: 'EXP-1',
          instructionId: 'INSTR-1',
          amountMinor: 123_456n,
          currency: 'EUR',
          creditor: {
            name: 'Zoë & Søn',
            address: { postCode: '1000', town: 'København', country: 'DK' },
          },
          creditorIban: 'DK5000400440116243',
          creditorBic: 'NDEADKKK',
          ultimateCreditorName: 'Søn',
          purpose: 'GDDS',
          remittance: { text: 'Invoice 17; thank you' },
        },
        {
          endToEndId: 'EXP-2',
          amountMinor: 1n,
          currency: 'EUR',
          creditor: { name: 'Stadtwerke' },
          creditorIban: 'DE12500105170648489890',
          remittance: { reference: 'RF18 5390 0754 7034' },
        },
      ],
    },
    {
      id: 'WEAVERS-1-B',
      debtor: { name: 'Genossenschaft Grüner Weg eG' },
      debtorIban: 'AT611904300234573201',
      executionDate: '2026-11-24',
      instant: true,
      payments: [
        {
          endToEndId: 'EXP-3',
          amountMinor: 99_999_999_999n,
          currency: 'EUR',
          creditor: { name: 'Bauhof' },
          creditorIban: 'NL91ABNA0417164300',
        },
      ],
    },
  ],
};
