/** What a person does about their dues. */
export type PayingHabit =
  /** By the reference of the invoice. */
  | 'by-reference'
  /** By the reference the first time; later without it, from the same account. */
  | 'by-account'
  /** Stops paying in the middle of the year. */
  | 'stops'
  /** Pays one invoice with more than was asked for. */
  | 'overpays-once'
  /** No dues: joined as nothing else. */
  | 'none';

export interface DemoPerson {
  readonly key: string;
  readonly name: string;
  readonly classKey: 'worker' | 'user' | 'supporter';
  /** Minor units a month. */
  readonly pledgeMinor: bigint;
  readonly pays: PayingHabit;
}

type Line = readonly [name: string, pledge: number, pays?: PayingHabit];

const workers: readonly Line[] = [
  ['Ottilie Marchetti', 2500],
  ['Bram Okonjo', 2000],
  ['Saoirse Lindqvist', 2000],
  ['Dmitar Vasquez', 1500, 'by-account'],
  ['Noor Abernathy', 2000],
  ['Ximena Halloran', 1500],
  ['Teodor Nakamura', 2500],
  ['Ines Farrukh', 1500],
];
const users: readonly Line[] = [
  ['Casimir Oyelaran', 1000],
  ['Philippa Strand', 800, 'by-account'],
  ['Yusuf Brannigan', 1000, 'overpays-once'],
  ['Leocadia Moss', 600],
  ['Henrik Adeyemi', 1200],
  ['Wilhelmina Sato', 1000, 'stops'],
  ['Anselm Quraishi', 500],
  ['Marguerite Tulloch', 1500],
  ['Ignatius Romero', 800],
  ['Sunniva Petrakis', 1000, 'by-account'],
  ['Florian Mbeki', 1000],
  ['Tamsin Ivanova', 700],
  ['Oswin Castellan', 1200],
  ['Rosalind Haddad', 1000],
  ['Jorah Winterbourne', 500],
];
const supporters: readonly Line[] = [
  ['Emeline Kowalczyk', 500],
  ['Barnaby Osei', 1000],
  ['Zelda Fontaine', 500],
  ['Crispin Yilmaz', 2000],
  ['Adaeze Holloway', 500],
  ['Valentin Reyes', 1000],
  ['Mirabel Thorne', 500],
];

function of(classKey: DemoPerson['classKey'], lines: readonly Line[]): DemoPerson[] {
  return lines.map(([name, pledge, pays = 'by-reference']) => ({
    key: (name.split(' ')[0] ?? name).toLowerCase(),
    name,
    classKey,
    pledgeMinor: BigInt(pledge),
    pays,
  }));
}

/** The members of the demo. All of them are made up. The first one founds the co-operative. */
export const people: readonly DemoPerson[] = [
  ...of('worker', workers),
  ...of('user', users),
  ...of('supporter', supporters),
];

/** Who holds which office. */
export const officers = {
  administrator: 'ottilie',
  treasurer: 'bram',
  secretary: 'saoirse',
  'membership-officer': 'noor',
  auditor: 'teodor',
} as const;

/** Who does not want to be known by name, and is called something else. */
export const pseudonymous = { key: 'philippa', pseudonym: 'Sandpiper' } as const;

/** Who may vote, by class: supporters give money and have no vote. */
export const voters: readonly string[] = people
  .filter(({ classKey }) => classKey !== 'supporter')
  .map(({ key }) => key);

/** Voters who have a vote all the year: of the others, one falls behind, and one pauses. */
export const steadyVoters: readonly string[] = voters.filter(
  (key) => key !== 'wilhelmina' && key !== 'jorah',
);
