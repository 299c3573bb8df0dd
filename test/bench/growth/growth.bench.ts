import { join } from 'node:path';
import pg from 'pg';
import { startApi } from '../../../apps/api/src/main.js';
import { assert } from '@rochdale/platform';
import { exactFigure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { sentDuring } from '../world/recorder.js';
import type { SentStatement } from '../world/recorder.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';
import { findKnown, openReader, twinOf } from './demo-books.js';
import type { Reader } from './demo-books.js';
import { multiplyHistory } from './multiply.js';
import { planOf } from './plans.js';
import type { Wasteful } from './plans.js';
import { questionsOf } from './questions.js';
import type { Question } from './questions.js';

const times = 100;
const warmUps = 7;
const measured = 15;
const mostGrowth = 1.5;
const mostReadPerRow = 10;

const say = (line: string): unknown => process.stderr.write(`${line}\n`);

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

interface Books {
  readonly url: string;
}

async function ask({ url }: Books, headers: Reader['headers'], text: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: `{ ${text} }` }),
  });
  return (await response.json()) as Answer;
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

/** Asked in turn of both, so that what else the machine does meets both alike. */
async function compare(
  pair: readonly [Books, Books],
  headers: Reader['headers'],
  texts: readonly [string, string],
): Promise<readonly [number, number]> {
  const taken: [number[], number[]] = [[], []];
  for (let turn = 0; turn < warmUps + measured; turn += 1) {
    for (const at of [0, 1] as const) {
      const ms = await msOf(() => ask(pair[at], headers, texts[at]));
      if (turn >= warmUps) taken[at].push(ms);
    }
  }
  return [median(taken[0]), median(taken[1])];
}

/**
 * What grows, grows each time that it is asked; what only looked so, because the machine was busy
 * with something else, does not.
 */
async function compareUntilSure(
  ...given: Parameters<typeof compare>
): Promise<readonly [number, number]> {
  let [small, grown] = await compare(...given);
  for (let again = 0; again < 3 && grown / small > mostGrowth; again += 1) {
    const [nextSmall, nextGrown] = await compare(...given);
    if (nextGrown / nextSmall < grown / small) [small, grown] = [nextSmall, nextGrown];
  }
  return [small, grown];
}

interface List {
  readonly edges?: readonly unknown[];
  readonly pageInfo?: { readonly startCursor: string | null };
}

function listIn(answer: Answer | undefined): List {
  const [list] = Object.values(answer?.data ?? {});
  return list ?? {};
}

/** Pages of so many rows as the smaller books have: a longer page costs more in any books. */
function asManyRows(text: string, smaller: Answer | undefined): string {
  const { edges } = listIn(smaller);
  if (edges === undefined) return text;
  return text.replace(/\b(first|last): \d+/, `$1: ${Math.max(edges.length, 1)}`);
}

/**
 * A page further in: before the page at the end, each of the books with a cursor of its own, and
 * with so many rows as the smaller ones have there; null when they have none.
 */
async function furtherIn(
  pair: readonly [Books, Books],
  reader: Reader,
  text: string,
): Promise<[string, string] | null> {
  const texts: string[] = [];
  for (const books of pair) {
    const { pageInfo } = listIn(await ask(books, reader.headers, text));
    const before = JSON.stringify(pageInfo?.startCursor ?? null);
    texts.push(text.replace(/last: (\d+)/, `last: $1, before: ${before}`));
  }
  const [small = '', grown = ''] = texts;
  const there = await ask(pair[0], reader.headers, small);
  if ((listIn(there).edges ?? []).length === 0) return null;
  return [asManyRows(small, there), asManyRows(grown, there)];
}

interface Measured {
  readonly figure: BenchFigure;
  readonly statements: readonly SentStatement[];
  readonly grows: boolean;
}

/** How many things an answer shows, wherever in it: each has an id, or is a value of a list. */
function shownIn(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, one) => sum + Math.max(1, shownIn(one)), 0);
  }
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + shownIn(one), 0);
}

/**
 * What is asked without a page size shows more in larger books, up to its limit. That it takes
 * longer by no more than it shows more is told apart from growing.
 */
function markOf(ratio: number, shown: readonly [number, number]): string {
  if (ratio <= mostGrowth) return '';
  const [few, many] = shown;
  return many / Math.max(few, 1) > ratio ? ` ← shows ${many} things for ${few}` : ' ← grows';
}

async function measure(
  pair: readonly [Books, Books],
  reader: Reader,
  name: string,
  texts: readonly [string, string],
): Promise<Measured> {
  const [small, grown] = await compareUntilSure(pair, reader.headers, texts);
  const fewer = await ask(pair[0], reader.headers, texts[0]);
  let more: Answer | undefined;
  const sent = await sentDuring(async () => {
    more = await ask(pair[1], reader.headers, texts[1]);
  });
  const mark = markOf(grown / small, [shownIn(fewer.data), shownIn(more?.data)]);
  return {
    grows: mark === ' ← grows',
    figure: exactFigure(`${reader.name}: ${name}${mark}`, 'ms', grown, small),
    // What a look of a clerk leaves on record is written, which a plan that only reads cannot be.
    statements: sent.filter(
      ({ name, text }) => /^[a-z-]+\./.test(name) && !text.startsWith('insert'),
    ),
  };
}

async function askEverything(
  pair: readonly [Books, Books],
  reader: Reader,
  questions: readonly Question[],
): Promise<Measured[]> {
  const found: Measured[] = [];
  const refused: string[] = [];
  for (const question of questions) {
    const { name } = question;
    const answers = await Promise.all(pair.map((one) => ask(one, reader.headers, question.text)));
    const errors = answers.flatMap((answer) => answer.errors ?? []);
    if (errors.length > 0) {
      refused.push(`${name} ${errors[0]?.extensions?.code ?? ''}`);
      continue;
    }
    const text = asManyRows(question.text, answers[0]);
    found.push(await measure(pair, reader, name, [text, text]));
    if (!name.includes('last:')) continue;
    const further = await furtherIn(pair, reader, text);
    if (further !== null) {
      found.push(await measure(pair, reader, `${name}, further in`, further));
    }
  }
  if (reader.isMember) for (const line of refused) say(`not answered: ${line}`);
  return found;
}

async function sayWasteful(stack: Stack, url: string, reader: Reader, all: readonly Measured[]) {
  const worst = new Map<string, Wasteful>();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of all.flatMap(({ statements }) => statements)) {
      const plan = await planOf(client, reader.cooperativeId, statement);
      if (plan.read > (worst.get(plan.name)?.read ?? -1)) worst.set(plan.name, plan);
    }
  } finally {
    await client.end();
  }
  const wasteful = [...worst.values()].filter(
    ({ read, returned }) => read > mostReadPerRow * Math.max(returned, 1),
  );
  say(`statements that read more than ${mostReadPerRow} rows for one that they give:`);
  for (const { name, read, returned } of wasteful.toSorted((a, b) => b.read - a.read)) {
    say(`  ${name}: ${read} read, ${returned} given`);
  }
}

/**
 * Every list, look-up and filter of the schema, over HTTP, on the demo's year (baseline) and on one
 * hundred times its history. What takes more than half as long again is marked; what reads much
 * more than it gives is named.
 */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const readers = await openReader(stack);
  const known = await findKnown(stack);
  const twin = await twinOf(stack);
  const seeding = await msOf(() => twin.asOwner((client) => multiplyHistory(client, times)));
  await twin.asOwner((client) => client.query('vacuum analyze'));
  say(`the year ${times} times over: ${(seeding / 1000).toFixed(1)} s`);
  const apis = [];
  try {
    for (const env of [stack.env, twin.env]) apis.push(await startApi({ env }));
    const [small, grown] = apis;
    assert(small !== undefined && grown !== undefined, 'both are up');
    const questions = questionsOf(join(process.cwd(), 'schema.graphql'), known.values);
    const all: Measured[] = [];
    for (const reader of readers) {
      all.push(...(await askEverything([small, grown], reader, [...questions, ...known.others])));
    }
    const [first] = readers;
    assert(first !== undefined, 'somebody reads');
    await sayWasteful(stack, twin.appUrl, first, all);
    const grows = all.filter((one) => one.grows);
    say(`${grows.length} of ${all.length} grow by more than ${mostGrowth}`);
    return all.map(({ figure }) => figure);
  } finally {
    for (const api of apis) await api.close();
  }
}
