import { assert } from '../kernel/assert.js';
import type { Remains } from './remainders.js';
import { declareRetention } from './retention.js';
import type { Drop, Keeping } from './retention.js';

/** What a column tells of a person: the widest word that fits. */
export const kindsOfHolding = [
  /** Points to a member or an account, or to a row that does. */
  'id',
  'name',
  /** Where somebody is reached: an address, a picture. */
  'contact',
  /** Words that somebody wrote, who may have named anybody in them. */
  'text',
  /** An account at a bank, and whose it is. */
  'bank',
  'money',
  /** What somebody did, and when. */
  'behaviour',
  /** What one signs in with. Nobody is shown it, the person neither. */
  'secret',
  /** Words that may tell of health or belief (Art. 9). */
  'special',
] as const;
export type Holding = (typeof kindsOfHolding)[number];

/** Art. 6 (1) of the GDPR: b, c, f, a. */
export const grounds = {
  contract: 'Art. 6 (1) b: the membership, which is a contract',
  law: 'Art. 6 (1) c: a legal obligation',
  interest: 'Art. 6 (1) f: a legitimate interest',
  consent: 'Art. 6 (1) a: consent, which can be taken back',
} as const;
export type Ground = keyof typeof grounds;

export const viewers = {
  self: 'the person',
  anyone: 'anyone',
  members: 'members',
  payer: 'whoever has dues to pay, members and who was one',
  deciders: 'those who decide about it, while they decide',
  treasurer: 'treasurers',
  auditor: 'auditors',
  secretary: 'secretaries',
  'membership-officer': 'membership officers',
  administrator: 'administrators',
  operator: 'who runs the installation',
  nobody: 'nobody: the machine alone',
} as const;
export type Viewer = keyof typeof viewers;

/** Who outside of the co-operative is given it. */
export const recipients = {
  bank: 'the bank of the co-operative and the banks between it and the payee',
  'mail-server': 'the mail server that letters are handed to',
  partner: 'the partner whose service the member used, under a pseudonym of its own',
  webhook: 'services that an administrator subscribed to what happens',
  'sign-in-provider': 'the provider with which the person chose to sign in',
} as const;
export type Recipient = keyof typeof recipients;

/** How a row leads to a person. `when` is a condition on the row, in SQL. */
export type PersonPath =
  | { readonly member: string; readonly when?: string; readonly isText?: true }
  | { readonly account: string; readonly when?: string }
  /** By the address that they confirmed, in lower case. */
  | { readonly address: string; readonly when?: string }
  /** As the row of another table does, whose id this column holds. */
  | {
      readonly through: string;
      readonly of: string;
      readonly when?: string;
      /** The id lies in a column of text. */
      readonly isText?: true;
    }
  /** No path: whoever is named in it. */
  | { readonly whoever: true };

/** What erasure does: takes the row, empties the column, leaves it to clerks alone, or nothing. */
export type OnErasure =
  | { readonly does: 'goes' | 'blanked' }
  | {
      readonly does: 'locked' | 'stays';
      /** Of what it is a part, in the words of who is erased. */
      readonly remains: Remains;
      /** As the record of processing has it. */
      readonly because: string;
    };

/** What is said of the columns of a table, unless a line says otherwise. */
interface Treatment {
  readonly person: readonly PersonPath[];
  /** What it is needed for, in words that the person understands. */
  readonly purpose: string;
  readonly ground: Ground;
  readonly seenBy: readonly Viewer[];
  readonly givenTo?: readonly Recipient[];
  readonly keep: Keeping;
  readonly onErasure: OnErasure;
}

/** Columns that are treated alike. */
export interface PersonalLine extends Partial<Treatment> {
  readonly holds: Holding;
  readonly columns: readonly string[];
}

export interface PersonalTable extends Treatment {
  readonly lines: readonly PersonalLine[];
  /** What the daily job does at the end of the terms that are counted. */
  readonly drops?: readonly Drop[];
  /** Columns that say nothing of a person beyond that there is the row. */
  readonly besides?: readonly string[];
}

/** One column that holds or points to a person. */
export interface PersonalColumn extends Treatment {
  readonly room: string;
  /** `schema.table` */
  readonly table: string;
  readonly column: string;
  readonly holds: Holding;
  readonly givenTo: readonly Recipient[];
}

/** What a room keeps about persons, and which columns it says hold nothing of any. */
export interface PersonalData {
  readonly room: string;
  /** What the room does with it, as the record of processing names it. */
  readonly activity: string;
  readonly columns: readonly PersonalColumn[];
  /** By table: how its rows lead to persons. */
  readonly paths: ReadonlyMap<string, readonly PersonPath[]>;
  /** By table: the columns that hold no person. */
  readonly impersonal: ReadonlyMap<string, readonly string[]>;
}

export const goes: OnErasure = { does: 'goes' };
export const blanked: OnErasure = { does: 'blanked' };
export const locked = (remains: Remains, because: string): OnErasure => ({
  does: 'locked',
  remains,
  because,
});
export const stays = (remains: Remains, because: string): OnErasure => ({
  does: 'stays',
  remains,
  because,
});

export const member = (column: string, when?: string): PersonPath =>
  when === undefined ? { member: column } : { member: column, when };
export const account = (column: string): PersonPath => ({ account: column });
export const address = (column: string): PersonPath => ({ address: column });
export const through = (column: string, table: string, when?: string): PersonPath =>
  when === undefined ? { through: column, of: table } : { through: column, of: table, when };
export const whoever: PersonPath = { whoever: true };

/**
 * Declares what a room keeps about persons, in `<room>.personal-data.ts`; the room lists it. A test
 * holds it against the migrated database: every column is named here, whatever its type.
 *
 * @param impersonal by table: the columns of tables that hold no person
 */
export function definePersonalData(
  room: string,
  definition: {
    readonly activity: string;
    readonly tables: Readonly<Record<string, PersonalTable>>;
    readonly impersonal?: Readonly<Record<string, readonly string[]>>;
  },
): PersonalData {
  const { activity, tables, impersonal = {} } = definition;
  const columns = Object.entries(tables).flatMap(([table, said]) =>
    columnsOfTable(room, table, said),
  );
  for (const [table, { drops = [] }] of Object.entries(tables)) {
    const own = columns.filter((one) => one.table === table);
    for (const drop of drops) declareRetention({ room, table, columns: own }, drop);
  }
  const besides = Object.entries(tables).map(
    ([table, said]) => [table, said.besides ?? []] as const,
  );
  for (const table of Object.keys(impersonal)) {
    assert(tables[table] === undefined, `${table} holds persons, or holds none`);
  }
  return {
    room,
    activity,
    columns,
    paths: new Map(Object.entries(tables).map(([table, { person }]) => [table, person])),
    impersonal: new Map([...besides, ...Object.entries(impersonal)]),
  };
}

function columnsOfTable(room: string, table: string, said: PersonalTable): PersonalColumn[] {
  const { lines, besides = [], drops: _, ...treatment } = said;
  const named = [...lines.flatMap(({ columns }) => columns), ...besides];
  assert(new Set(named).size === named.length, `each column of ${table} is said once`);
  return lines.flatMap(({ columns, ...line }) =>
    columns.map((column): PersonalColumn => {
      const one = { givenTo: [], ...treatment, ...line, room, table, column };
      if ('because' in one.onErasure) {
        assert(one.onErasure.because !== '', `${table}.${column} says why it is left`);
      }
      return one;
    }),
  );
}
