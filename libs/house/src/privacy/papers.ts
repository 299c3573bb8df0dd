import { allRetentions, grounds, recipients, terms, viewers, yearsOf } from '@rochdale/platform';
import type { PersonalColumn, PersonalData, TermName } from '@rochdale/platform';
import { distinct, kinds, noticeOf } from './notice.js';

/** A file of docs/privacy, by its name, and what it says. */
export type Papers = Readonly<Record<'notice' | 'record' | 'retention' | 'recipients', string>>;

type Row = readonly string[];

/** A table as Prettier lays it out, so that what is written is what is checked. */
function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[at] ?? '').length)),
  );
  const line = (row: Row) =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
const words = (all: readonly string[]): string => distinct(all).join('; ');

/** Columns of one table that are said the same of. */
interface Treated extends Omit<PersonalColumn, 'column'> {
  readonly columns: readonly string[];
}

function treatedAlike(columns: readonly PersonalColumn[]): Treated[] {
  const groups = new Map<string, Treated & { columns: string[] }>();
  for (const { column, person: _, ...said } of columns) {
    const key = JSON.stringify(said);
    const group = groups.get(key) ?? { ...said, person: [], columns: [] };
    group.columns.push(column);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const seen = ({ seenBy }: Pick<PersonalColumn, 'seenBy'>): string =>
  words(seenBy.map((viewer) => viewers[viewer]));
const given = ({ givenTo }: Pick<PersonalColumn, 'givenTo'>): string =>
  givenTo.length === 0 ? 'nobody' : words(givenTo.map((to) => recipients[to]));

const erasures = {
  goes: 'goes',
  blanked: 'is blanked',
  locked: 'is locked',
  stays: 'stays',
} as const;

function erased({ onErasure }: Pick<PersonalColumn, 'onErasure'>): string {
  const does = erasures[onErasure.does];
  return 'because' in onErasure ? `${does}: ${onErasure.because}` : does;
}

const written =
  'Written by `npm run privacy:write` from what the rooms say of their columns ' +
  '(`libs/<room>/src/<room>.personal-data.ts`).\nA column of which no room speaks fails the build.';

function notice(catalogue: readonly PersonalData[]): string {
  const activities = noticeOf(catalogue).parts.map(({ activity, lines }) => {
    const rows = lines.map((line) => [
      line.purpose,
      words(line.what),
      words(line.grounds),
      words(line.terms.map((term) => terms[term].said)),
    ]);
    const head = ['what for', 'what', 'ground', 'for how long'];
    return `## ${activity}\n\n${table(head, rows)}`;
  });
  return `# What is kept about you (Art. 13)

${written}

Who answers for it is the co-operative: its name, address and officers are on its page. You may have
what is kept about you, as a file (Art. 15 and 20), have it put right (Art. 16), be erased
(Art. 17), object to what rests on a legitimate interest (Art. 21), take back what you consented to,
and complain to a supervisory authority (Art. 77). Nothing is decided about you by a machine alone.
Without name and address nobody can be admitted; all else is yours to give.

${activities.join('\n\n')}
`;
}

function record(catalogue: readonly PersonalData[]): string {
  const activities = catalogue
    .filter(({ columns }) => columns.length > 0)
    .map((room) => {
      const rows = treatedAlike(room.columns).map((one) => [
        `\`${one.table}\``,
        one.columns.map((column) => `\`${column}\``).join(', '),
        kinds[one.holds],
        one.purpose,
        one.ground,
        seen(one),
        given(one),
        terms[one.keep.term].said,
        erased(one),
      ]);
      const head = ['table', 'columns', 'what', 'what for', 'ground', 'seen by', 'given to'];
      return `## ${room.activity}\n\n${table([...head, 'kept', 'on erasure'], rows)}`;
    });
  return `# Record of processing (Art. 30)

${written}

Persons are members, who applied to be or were, officers, and who is named in what the bank tells.
It is kept in one database whose rows are walled off by co-operative, with files beside it; secrets
are hashed or sealed. Grounds: ${Object.entries(grounds)
    .map(([ground, said]) => `_${ground}_ is ${said}`)
    .join(';\n')}.

${activities.join('\n\n')}
`;
}

function retention(catalogue: readonly PersonalData[]): string {
  const columns = catalogue.flatMap((room) => room.columns);
  const rows = (Object.keys(terms) as TermName[]).flatMap((term) => {
    const sooner = allRetentions().flatMap(({ table: name, term: of, sooner: since }) =>
      since === null || of !== term ? [] : ([[`\`${name}\``, since]] as const),
    );
    const kept = columns.filter(({ keep }) => keep.term === term);
    const from = distinct([
      ...kept.map(({ keep }) => inOneLine(keep.since ?? 'what the term says')),
      ...sooner.map(([, since]) => inOneLine(since)),
    ]);
    const tables = distinct([
      ...kept.map((one) => `\`${one.table}\``),
      ...sooner.map(([table]) => table),
    ]);
    const dropped = new Set(
      allRetentions().flatMap((one) => (one.term === term ? [`\`${one.table}\``] : [])),
    );
    // In the order of the rooms: in which order they made themselves known says nothing.
    const daily = tables.filter((one) => dropped.has(one)).join(', ');
    if (tables.length === 0) return [];
    return [[terms[term].said, tables.join(', '), from.join(', '), daily]];
  });
  const laws = (Object.keys(terms) as TermName[]).flatMap((term) => {
    const years = Object.entries(yearsOf(term) ?? {}).map(([at, many]) => `${at} ${many}`);
    return years.length === 0 ? [] : [[term, years.join(', ')]];
  });
  return `# Retention schedule

${written}

A job drops every day what was kept long enough of the tables in the last column, and records how
many rows it was; who was not admitted is erased by it six months later, and who left or was
excluded when the law of registers of members lets go of them, thirty days after a letter said so.
Signing in, jobs that are done, archives and the addresses of invitations that were accepted have
jobs of their own. Of books and their vouchers the words go, and every digest from which they
could be guessed; amounts, days and ids stay, so that the books add up, and what leads from them
to a person goes with the person. The law of books is that of the country which the co-operative
says it is in, or as many years more as it chose; years begin at the end of the one in which
something was recorded.

${table(['law', 'years'], laws)}

${table(['kept', 'tables', 'from', 'dropped every day'], rows)}
`;
}

function listOfRecipients(catalogue: readonly PersonalData[]): string {
  const rows = noticeOf(catalogue).recipients.map(({ who, what, purposes }) => [
    who,
    words(what),
    words(purposes),
  ]);
  return `# Recipients

${written}

${table(['who', 'is given', 'what for'], rows)}
`;
}

/** What docs/privacy says, file by file. */
export const papersOf = (catalogue: readonly PersonalData[]): Papers => ({
  notice: notice(catalogue),
  record: record(catalogue),
  retention: retention(catalogue),
  recipients: listOfRecipients(catalogue),
});
