import type { ReadContext } from '../reading/file-format.js';
import { folded, shown } from './candidate-names.js';
import { rankHeadOf, rankOfCell } from './rank-words.js';

/** A column that belongs to the ballot, and the name or rank that its head says. */
export interface BallotColumn {
  readonly at: number;
  /** A candidate's name, where each has a column. */
  readonly name: string;
}

/** What the columns of a table of ballots mean. */
export interface TableHead {
  /**
   * `ranks`, `scores`: a column per candidate; `choices`: a column per rank; `list`: one column of
   * names in order, separated by semicolons; `stances`: one column of stances on a proposal.
   */
  readonly shape: 'ranks' | 'scores' | 'choices' | 'list' | 'stances';
  readonly columns: readonly BallotColumn[];
  /** -1 if there is none: each row is one ballot. */
  readonly weightColumn: number;
  /** Columns without a head, where nothing may stand. */
  readonly blank: readonly number[];
  /** A record of papers as they were cast: a name may stand on one more than once. */
  readonly asCast: boolean;
  /** The rows of a form's grid are ranks: several may be ticked in one, with semicolons between. */
  readonly isGrid?: boolean;
  readonly notes: readonly string[];
}

/** Why a head line cannot be understood. */
export class HeadProblem extends Error {}

const weightHeads = new Set(['weight', 'count', 'votes', 'number']);

/** What forms, polls and scanners put beside the ballot. */
const besides = new Set(
  [
    'id,ballot,voter,timestamp,zeitstempel,horodateur,marca temporal,tijdstempel',
    'informazioni cronologiche,carimbo de data/hora,sygnatura czasowa',
    'email,e-mail,email address,e-mail address,e-mail-adresse,adresse e-mail,username,user name',
    'start time,completion time,last modified time,submission time,submitted at,ip address',
    'ballot_id,ballot id,ballotid,voterid,voter id,votetime,vote time,pollid,poll id',
    'precinct,ward,overvote_rank,has_duplicate_rank',
  ]
    .join(',')
    .split(','),
);

interface Column {
  readonly at: number;
  readonly head: string;
}

/**
 * Says what the columns mean by their heads, and by the first row where heads can be read in two
 * ways. Throws HeadProblem.
 */
export function readTableHead(
  heads: readonly string[],
  firstRow: readonly string[],
  context: ReadContext,
): TableHead {
  const columns = heads.map((head, at): Column => ({ at, head: head.trim() }));
  const plain = columns.map(({ head }) => folded(head));
  const left = new Set((context.passOver ?? []).map((head) => folded(head)));
  const unknown = [...left].find((head) => !plain.includes(head));
  if (unknown !== undefined) throw new HeadProblem(`no column '${shown(unknown)}' to pass over`);
  const weightColumn = plain.findIndex((head) => weightHeads.has(head) && !left.has(head));
  const blank = trailing(columns).filter((at) => (firstRow[at] ?? '').trim() === '');
  const rest = columns.filter(({ at }) => {
    const head = plain[at] as string;
    return at !== weightColumn && !left.has(head) && !besides.has(head) && !blank.includes(at);
  });
  if (rest.length === 0) throw new HeadProblem('the head line names no candidates');
  const cells = (column: Column): string => (firstRow[column.at] ?? '').trim();
  const found = stances(rest, plain) ??
    fromGrid(rest, context, cells) ??
    fromRaces(rest, context, plain) ??
    byRank(rest, context, cells) ??
    oneList(rest, cells) ?? { shape: pointsOf(context, plain), columns: named(rest) };
  const asCast = found.asCast ?? plain.includes('precinct');
  return { weightColumn, blank, notes: [], ...found, asCast };
}

type Found = Pick<TableHead, 'shape' | 'columns'> &
  Partial<Pick<TableHead, 'notes' | 'asCast' | 'isGrid'>>;

/** Some programs write a separator too many at the end of each line. */
function trailing(columns: readonly Column[]): number[] {
  const end = columns.findLastIndex(({ head }) => head !== '') + 1;
  return columns.slice(end).map(({ at }) => at);
}

function named(columns: readonly Column[]): BallotColumn[] {
  return columns.map(({ at, head }) => ({ at, name: head }));
}

function stances(rest: readonly Column[], plain: readonly string[]): Found | null {
  const [only] = rest;
  if (rest.length > 1 || only === undefined || plain[only.at] !== 'stance') return null;
  return { shape: 'stances', columns: named(rest) };
}

/** `Question [row]`, as the grids of forms are written: a row is a candidate, or a rank. */
function fromGrid(
  rest: readonly Column[],
  context: ReadContext,
  cells: (column: Column) => string,
): Found | null {
  const rows = rest.flatMap(({ at, head }) => {
    const match = /^(.*?)\s*\[([^\]]+)\]$/su.exec(head);
    return match ? [{ at, question: (match[1] ?? '').trim(), head: (match[2] ?? '').trim() }] : [];
  });
  const questions = groupedBy(rows, ({ question }) => question);
  const grids = [...questions].filter(([, group]) => group.length > 1);
  if (grids.length === 0) return null;
  const grid = chosen(grids, context.key, 'question');
  const others = rest.filter(({ at }) => !grid.some((row) => row.at === at));
  const names = others.map(({ head }) => `'${shown(head)}'`).join(', ');
  const notes = others.length === 0 ? [] : [`Columns that were passed over: ${names}.`];
  const ranked = byRank(grid, context, cells);
  if (ranked !== null) return { ...ranked, asCast: false, isGrid: true, notes };
  return { shape: pointsOf(context, []), columns: named(grid), asCast: false, notes };
}

/** `Race!!Candidate`, as BetterVoting writes elections of several races. */
function fromRaces(
  rest: readonly Column[],
  context: ReadContext,
  plain: readonly string[],
): Found | null {
  const rows = rest.map(({ at, head }) => ({ at, parts: head.split('!!') }));
  if (!rows.every(({ parts }) => parts.length === 2)) return null;
  const races = groupedBy(rows, ({ parts }) => (parts[0] ?? '').trim());
  const race = chosen([...races], context.key, 'race');
  const columns = race.map(({ at, parts }) => ({ at, name: (parts[1] ?? '').trim() }));
  return { shape: pointsOf(context, plain), columns, asCast: false };
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** One of several things in a file: the one that `key` names, or the only one. */
function chosen<T>(
  groups: readonly (readonly [string, T])[],
  key: string | undefined,
  what: string,
): T {
  const found =
    key === undefined
      ? groups.length === 1
        ? groups[0]
        : undefined
      : groups.find(([name]) => folded(name) === folded(key));
  if (found !== undefined) return found[1];
  const names = groups.map(([name]) => `'${shown(name)}'`).join(', ');
  throw new HeadProblem(`which ${what}? --key names one of ${names}`);
}

/** A column per rank; of several contests `key` names one. */
function byRank(
  rest: readonly Column[],
  context: ReadContext,
  cells: (column: Column) => string,
): Found | null {
  const ranked = rest.flatMap((column) => {
    const word = rankHeadOf(column.head);
    return word === null ? [] : [{ ...column, ...word }];
  });
  if (ranked.length === 0) return null;
  const isBare = rest.every(({ head }) => /^[a-z]+$/i.test(head));
  if (isBare && rest.every((column) => rankOfCell(cells(column)) !== null)) return null;
  const stray = rest.find(({ at }) => !ranked.some((column) => column.at === at));
  if (stray !== undefined) {
    if (ranked.length < 2) return null;
    const name = shown(stray.head);
    throw new HeadProblem(`'${name}' stands among columns of ranks; --pass-over leaves it out`);
  }
  const contests = [...groupedBy(ranked, (column) => column.rest)];
  const columns = contests.length > 1 ? chosen(contests, context.key, 'contest') : ranked;
  if (columns.some(({ rank }, place) => rank !== place + 1)) {
    throw new HeadProblem('the rank columns are not in order');
  }
  const isRecord = columns.every((column) => column.rest !== '' && !column.rest.includes('…'));
  return { shape: 'choices', columns: named(columns), ...(isRecord ? { asCast: true } : {}) };
}

/** One question whose answer is a list in order of preference, as some forms write it. */
function oneList(rest: readonly Column[], cells: (column: Column) => string): Found | null {
  const [only] = rest;
  if (rest.length > 1 || only === undefined || !cells(only).includes(';')) return null;
  return { shape: 'list', columns: named(rest) };
}

/** Ranks or scores? Some files say so; else what is to be counted decides. */
function pointsOf(context: ReadContext, plain: readonly string[]): 'ranks' | 'scores' {
  if (plain.includes('overvote_rank')) return 'ranks';
  if (plain.includes('voterid') && plain.includes('pollid')) return 'scores';
  return context.ballots === undefined || context.ballots === 'ranked' ? 'ranks' : 'scores';
}
