import { formatMinor } from '../model/amount.js';
import { checkRf } from '../reference/creditor-reference.js';
import { requireBic, requireIban } from '../writing/account-number.js';
import { sepaCharacters, writeText } from '../writing/character-set.js';
import type { CharacterPolicy } from '../writing/character-set.js';
import { bicCountriesOf } from './bic-countries.js';
import { refuse, requireDay } from '../writing/refuse.js';
import type {
  CreditTransfer,
  CreditTransferBatch,
  CreditTransferOrder,
  SepaAddress,
  SepaParty,
  SepaRemittance,
} from './credit-transfer-order.js';

const amountMaxMinor = 99_999_999_999n;

/** Bounds of what one file may hold; a bank's own are often lower. */
export interface Pain001Limits {
  readonly paymentsPerBatch: number;
  readonly paymentsPerMessage: number;
}

/** Countries whose accounts SEPA reaches, by the first letters of their IBANs (EPC409-09, 2026). */
export const sepaCountries: ReadonlySet<string> = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK ' +
    'MT NL NO PL PT RO RS SE SI SK SM VA'
  ).split(' '),
);

/** An identifier: the SEPA characters as they are, no slash at an end, no two together. */
export function requireId(field: string, id: string): string {
  if (writeText(field, id, sepaCharacters, 'refuse') !== id) {
    refuse(field, 'blanks at the ends of an identifier');
  }
  if (id.length < 1 || id.length > 35) refuse(field, `${id.length} characters instead of 1 to 35`);
  if (id.startsWith('/') || id.endsWith('/') || id.includes('//')) {
    refuse(field, 'an identifier neither begins nor ends with a slash, nor holds two together');
  }
  return id;
}

function requireCode(field: string, code: string): string {
  if (!/^[A-Z]{1,4}$/.test(code)) refuse(field, `'${code}' is not one to four capitals`);
  return code;
}

function requireCreationTime(field: string, time: string): string {
  const match = /^(.{10})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(Z?)$/.exec(time);
  if (match === null) refuse(field, `'${time}' is not of the form YYYY-MM-DDThh:mm:ss`);
  requireDay(field, match[1] ?? '');
  return time.slice(0, 19) + (match[3] ?? '');
}

function requireSepaIban(field: string, iban: string): string {
  const electronic = requireIban(field, iban);
  const country = electronic.slice(0, 2);
  if (!sepaCountries.has(country)) refuse(field, `SEPA does not reach accounts of ${country}`);
  return electronic;
}

function requireBicOf(field: string, bic: string, iban: string): string {
  const known = requireBic(field, bic);
  const [bank, account] = [known.slice(4, 6), iban.slice(0, 2)];
  if (!bicCountriesOf(account).includes(bank)) {
    refuse(field, `the BIC is of ${bank}, the IBAN of ${account}; the IBAN alone is enough`);
  }
  return known;
}

/**
 * Brings an order into the form that is written, or refuses it: texts in the SEPA characters,
 * account numbers in electronic form, every length, amount, date and identifier within the rules of
 * the SEPA credit transfer guidelines (EPC132-08).
 */
export class CreditTransferRules {
  readonly #characters: CharacterPolicy;
  readonly #limits: Pain001Limits;

  constructor(characters: CharacterPolicy, limits: Pain001Limits) {
    this.#characters = characters;
    this.#limits = limits;
  }

  apply(order: CreditTransferOrder): CreditTransferOrder {
    const { initiatingParty, batches } = order;
    const { id } = initiatingParty;
    const written = {
      messageId: requireId('messageId', order.messageId),
      createdAt: requireCreationTime('createdAt', order.createdAt),
      initiatingParty: {
        name: this.#text('initiatingParty.name', initiatingParty.name, 70),
        ...(id === undefined ? {} : { id: requireId('initiatingParty.id', id) }),
      },
      batches: batches.map((batch, index) => this.#batch(`batches[${index}]`, batch)),
    };
    this.#requireWhole(written);
    return written;
  }

  #requireWhole({ batches }: CreditTransferOrder): void {
    if (batches.length === 0) refuse('batches', 'a message carries at least one');
    const payments = batches.reduce((sum, batch) => sum + batch.payments.length, 0);
    const { paymentsPerMessage } = this.#limits;
    if (payments > paymentsPerMessage) {
      refuse('batches', `${payments} payments, of which a message may hold ${paymentsPerMessage}`);
    }
    requireDistinct(batches.map((batch, index) => [`batches[${index}].id`, batch.id]));
    requireDistinct(idsOf(batches, 'endToEndId').filter(([, id]) => id !== 'NOTPROVIDED'));
    requireDistinct(idsOf(batches, 'instructionId'));
  }

  #batch(at: string, batch: CreditTransferBatch): CreditTransferBatch {
    const { payments } = batch;
    const { paymentsPerBatch } = this.#limits;
    if (payments.length === 0) refuse(`${at}.payments`, 'a batch carries at least one payment');
    if (payments.length > paymentsPerBatch) {
      refuse(`${at}.payments`, `${payments.length}, of which a batch may hold ${paymentsPerBatch}`);
    }
    const debtorIban = requireSepaIban(`${at}.debtorIban`, batch.debtorIban);
    const { debtorBic, categoryPurpose, ultimateDebtorName, batchBooking, instant } = batch;
    return {
      id: requireId(`${at}.id`, batch.id),
      debtor: this.#party(`${at}.debtor`, batch.debtor),
      debtorIban,
      ...(debtorBic === undefined
        ? {}
        : { debtorBic: requireBicOf(`${at}.debtorBic`, debtorBic, debtorIban) }),
      executionDate: requireDay(`${at}.executionDate`, batch.executionDate),
      ...(batchBooking === undefined ? {} : { batchBooking }),
      ...(instant === undefined ? {} : { instant }),
      ...(categoryPurpose === undefined
        ? {}
        : { categoryPurpose: requireCode(`${at}.categoryPurpose`, categoryPurpose) }),
      ...this.#optional('ultimateDebtorName', at, ultimateDebtorName, 70),
      payments: payments.map((payment, index) =>
        this.#payment(`${at}.payments[${index}]`, payment),
      ),
    };
  }

  #payment(at: string, payment: CreditTransfer): CreditTransfer {
    const { amountMinor, currency, instructionId, creditorBic, purpose, remittance } = payment;
    if (currency !== 'EUR') refuse(`${at}.currency`, `SEPA carries EUR, not '${currency}'`);
    if (amountMinor < 1n || amountMinor > amountMaxMinor) {
      refuse(`${at}.amountMinor`, `EUR ${formatMinor(amountMinor, 2)} is not 0.01 to 999999999.99`);
    }
    const creditorIban = requireSepaIban(`${at}.creditorIban`, payment.creditorIban);
    return {
      endToEndId: requireId(`${at}.endToEndId`, payment.endToEndId),
      ...(instructionId === undefined
        ? {}
        : { instructionId: requireId(`${at}.instructionId`, instructionId) }),
      amountMinor,
      currency,
      creditor: this.#party(`${at}.creditor`, payment.creditor),
      creditorIban,
      ...(creditorBic === undefined
        ? {}
        : { creditorBic: requireBicOf(`${at}.creditorBic`, creditorBic, creditorIban) }),
      ...this.#optional('ultimateCreditorName', at, payment.ultimateCreditorName, 70),
      ...(purpose === undefined ? {} : { purpose: requireCode(`${at}.purpose`, purpose) }),
      ...(remittance === undefined
        ? {}
        : { remittance: this.#remittance(`${at}.remittance`, remittance) }),
    };
  }

  #remittance(at: string, remittance: SepaRemittance): SepaRemittance {
    if ('text' in remittance) return { text: this.#text(`${at}.text`, remittance.text, 140) };
    const check = checkRf(remittance.reference);
    if (!check.valid) refuse(`${at}.reference`, `no ISO 11649 reference (${check.fault})`);
    return { reference: check.reference };
  }

  #party(at: string, party: SepaParty): SepaParty {
    const { address } = party;
    return {
      name: this.#text(`${at}.name`, party.name, 70),
      ...(address === undefined ? {} : { address: this.#address(`${at}.address`, address) }),
    };
  }

  #address(at: string, address: SepaAddress): SepaAddress {
    if (!/^[A-Z]{2}$/.test(address.country)) {
      refuse(`${at}.country`, `'${address.country}' is not two capitals`);
    }
    return {
      ...this.#optional('street', at, address.street, 70),
      ...this.#optional('building', at, address.building, 16),
      ...this.#optional('postCode', at, address.postCode, 16),
      town: this.#text(`${at}.town`, address.town, 35),
      ...this.#optional('subDivision', at, address.subDivision, 35),
      country: address.country,
    };
  }

  #optional<Name extends string>(
    name: Name,
    at: string,
    text: string | undefined,
    maxLength: number,
  ): { [key in Name]?: string } {
    if (text === undefined) return {};
    const written: { [key in Name]?: string } = {};
    written[name] = this.#text(`${at}.${name}`, text, maxLength);
    return written;
  }

  #text(field: string, text: string, maxLength: number): string {
    const written = writeText(field, text, sepaCharacters, this.#characters);
    if (written === '') refuse(field, 'must not be empty');
    if (written.length > maxLength) {
      refuse(field, `${written.length} characters, of which the format carries ${maxLength}`);
    }
    return written;
  }
}

function idsOf(
  batches: readonly CreditTransferBatch[],
  kind: 'endToEndId' | 'instructionId',
): [string, string][] {
  return batches.flatMap(({ payments }, batch) =>
    payments.flatMap((payment, index): [string, string][] => {
      const id = payment[kind];
      return id === undefined ? [] : [[`batches[${batch}].payments[${index}].${kind}`, id]];
    }),
  );
}

function requireDistinct(ids: readonly (readonly [field: string, id: string])[]): void {
  const seen = new Set<string>();
  for (const [field, id] of ids) {
    if (seen.has(id)) refuse(field, `'${id}' stands twice in the message`);
    seen.add(id);
  }
}
