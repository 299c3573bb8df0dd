import { read } from './banking-world.js';
import type { BankingWorld } from './banking-world.js';

/** A line as the database has it. */
export interface StoredLine {
  readonly id: string;
  readonly state: string;
  readonly booking_date: Date;
  readonly amount_minor: string;
  readonly free_text: string | null;
  readonly bank_reference: string | null;
  readonly reference: string | null;
  readonly doubt: string | null;
  readonly reversal: boolean;
  readonly raw: object;
  readonly rival_line_id: string | null;
}

export const storedLines = (world: BankingWorld, bankAccountId: string) =>
  world.asOwner<StoredLine>(
    'select * from payments.bank_lines where bank_account_id = $1 order by id',
    [bankAccountId],
  );

let numbers = 55_500_000;

/**
 * An account that no other test moves. Files name it by its number; camt has a place for that
 * beside the IBAN, where a made file says OWN.
 */
export async function ownAccount(world: BankingWorld, number = `${(numbers += 1)}`) {
  const { id } = await world.register.execute(world.system, {
    label: `Account ${number}`,
    holderName: 'Ours',
    accountNumber: number,
    currency: 'EUR',
    rail: 'any',
  });
  const whose = `<Othr><Id>${number}</Id></Othr>`;
  const named = (file: Uint8Array): Uint8Array =>
    Buffer.from(Buffer.from(file).toString().replaceAll('<IBAN>OWN</IBAN>', whose));
  return {
    id,
    number,
    named,
    /** Reads a file as it is. */
    put: (file: Uint8Array) => read(world, file),
    /** Reads a camt file that says OWN. */
    putNamed: (file: Uint8Array) => read(world, named(file)),
    lines: () => storedLines(world, id),
  };
}
