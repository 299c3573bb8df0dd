import { grounds, keptYears, recipients, remainders, terms, viewers } from '@rochdale/platform';
import type {
  PersonalColumn,
  PersonalData,
  Remainder,
  Remains,
  TermName,
} from '@rochdale/platform';

/** What a column holds, in words for whom it is about. */
export const kinds = {
  id: 'which member or account it is of',
  name: 'names',
  contact: 'where one is reached',
  text: 'words that somebody wrote',
  bank: 'accounts at banks',
  money: 'amounts and days',
  behaviour: 'what was done, and when',
  secret: 'what one signs in with',
  special: 'words that may tell of health or belief',
} as const;

/** One thing that something is kept for. */
export interface NoticeLine {
  readonly purpose: string;
  readonly what: readonly string[];
  readonly grounds: readonly string[];
  readonly seenBy: readonly string[];
  readonly givenTo: readonly string[];
  readonly terms: readonly TermName[];
}

/** What a room does with it. */
export interface NoticePart {
  readonly activity: string;
  readonly lines: readonly NoticeLine[];
}

/** Who outside of the co-operative is given what, and what for. */
export interface NoticeRecipient {
  readonly who: string;
  readonly what: readonly string[];
  readonly purposes: readonly string[];
}

/** What an erasure leaves, and why, in the words of who is erased. */
export interface NoticeOfStay extends Remainder {
  readonly terms: readonly TermName[];
}

/** What Art. 13 has told to whom it is about, made of what the rooms say of their columns. */
export interface Notice {
  readonly parts: readonly NoticePart[];
  readonly recipients: readonly NoticeRecipient[];
  readonly stays: readonly NoticeOfStay[];
}

export const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)];

const purposesOf = (columns: readonly PersonalColumn[]): string[] =>
  distinct(columns.map(({ purpose }) => purpose));

function lineOf(purpose: string, columns: readonly PersonalColumn[]): NoticeLine {
  return {
    purpose,
    what: distinct(columns.map(({ holds }) => kinds[holds])),
    grounds: distinct(columns.map(({ ground }) => grounds[ground])),
    seenBy: distinct(columns.flatMap((one) => one.seenBy.map((viewer) => viewers[viewer]))),
    givenTo: distinct(columns.flatMap((one) => one.givenTo.map((to) => recipients[to]))),
    terms: distinct(columns.map(({ keep }) => keep.term)),
  };
}

function recipientsOf(columns: readonly PersonalColumn[]): NoticeRecipient[] {
  return (Object.keys(recipients) as (keyof typeof recipients)[]).map((to) => {
    const told = columns.filter(({ givenTo }) => givenTo.includes(to));
    return {
      who: recipients[to],
      what: distinct(told.map(({ holds }) => kinds[holds])),
      purposes: purposesOf(told),
    };
  });
}

/** Of what an erasure leaves these say nothing: they are over by then. */
const overByThen: ReadonlySet<TermName> = new Set<TermName>(['membership', 'account']);

function staysOf(columns: readonly PersonalColumn[]): NoticeOfStay[] {
  return (Object.keys(remainders) as Remains[]).flatMap((remains) => {
    const left = columns.filter(
      ({ onErasure }) => 'because' in onErasure && onErasure.remains === remains,
    );
    if (left.length === 0) return [];
    const all = distinct(left.map(({ keep }) => keep.term));
    return [{ ...remainders[remains], terms: all.filter((term) => !overByThen.has(term)) }];
  });
}

/** Until when something stays, in words. */
export const staysUntil = ({ until, terms: all }: NoticeOfStay, place: TermsOfPlace): string =>
  until ?? distinct(all.map((term) => keptFor(term, place))).join('; ');

export function noticeOf(catalogue: readonly PersonalData[]): Notice {
  const parts = catalogue
    .filter(({ columns }) => columns.length > 0)
    .map(({ activity, columns }) => {
      const lines = purposesOf(columns).map((purpose) =>
        lineOf(
          purpose,
          columns.filter((one) => one.purpose === purpose),
        ),
      );
      return { activity, lines };
    });
  const columns = catalogue.flatMap((room) => room.columns);
  return { parts, recipients: recipientsOf(columns), stays: staysOf(columns) };
}

/** Where the books are, and what the co-operative chose; older ones were asked neither. */
export interface TermsOfPlace {
  readonly country?: string | null;
  readonly booksYears?: number | null;
  readonly vouchersYears?: number | null;
}

/** How long something is kept by a co-operative, in words. */
export function keptFor(term: TermName, place: TermsOfPlace): string {
  const chosen = (term === 'books' ? place.booksYears : place.vouchersYears) ?? null;
  const years = keptYears(term, { country: place.country ?? null, chosen });
  if (years === null) return terms[term].said;
  if (term === 'membership') {
    const latest = `at the latest ${years} years from the end of the year in which they left`;
    return `until the member is erased, ${latest}`;
  }
  return `${years} years, from the end of the year in which it was made`;
}
