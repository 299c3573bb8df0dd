import { fromGlobalId } from '@rochdale/platform';
import type { FactNotice } from '@rochdale/platform';
import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import pg from 'pg';
import type { Cast } from './permissions-cast.js';
import { operationsOf } from './permissions-operations.js';
import { textsIn } from './visibility-asking.js';
import type { Said, WholeThings } from './visibility-asking.js';
import type { Reader } from './visibility-cast.js';

/** After what a feed looks again, by the type that it shows. */
const news: Readonly<Record<string, { readonly fact: string; readonly kind: string }>> = {
  Payout: { fact: 'payments.PayoutSettled', kind: 'payout' },
  Proposal: { fact: 'governance.BallotCast', kind: 'proposal' },
};
const mostThings = 6;

interface Feed {
  readonly name: string;
  readonly type: GraphQLObjectType;
}

const feedsOf = (schema: GraphQLSchema): Feed[] =>
  operationsOf(schema).flatMap(({ kind, field }) => {
    const type = getNamedType(field.type);
    return kind === 'subscription' && isObjectType(type) ? [{ name: field.name, type }] : [];
  });

const idsIn = (said: readonly Said[], type: string): string[] => [
  ...new Set(said.flatMap(({ at, text }) => (at.endsWith(` ${type}.id`) ? [text] : []))),
];

interface Watching {
  readonly reader: Reader;
  readonly feed: Feed;
  /** Told of in turn: what the reader does not see first, so that it would have come by then. */
  readonly ids: readonly string[];
  readonly visible: ReadonlySet<string>;
  readonly tell: (type: string, id: string) => Promise<void>;
}

/** What a feed says until everything was told of that the reader sees, or it is refused. */
async function heard(body: string, { reader, feed, ids, visible, tell }: Watching) {
  const watching = await reader.client.subscribe(`subscription { ${feed.name} { ${body} } }`);
  const waited = new Set(visible);
  const said: Said[] = [];
  let nth = 0;
  let told = Promise.resolve();
  const telling = setInterval(() => {
    const id = ids[nth++ % ids.length] ?? '';
    told = told.then(() => tell(feed.type.name, id));
  }, 20);
  try {
    for (;;) {
      const { type, payload } = await watching.next();
      if (type === 'error') return { said, refused: JSON.stringify(payload) };
      const texts = textsIn(payload, feed.name);
      said.push(...texts);
      for (const id of idsIn(texts, feed.type.name)) waited.delete(id);
      if (waited.size === 0) return { said, refused: null };
    }
  } finally {
    clearInterval(telling);
    watching.close();
    await told;
  }
}

/** As `heard`, of every field; what is too much at once is asked for in halves. */
async function heardOfAll(fields: readonly string[], watching: Watching): Promise<Said[]> {
  const { said, refused } = await heard(['__typename id', ...fields].join(' '), watching);
  if (refused === null) return said;
  if (!/"(TOO_|GRAPHQL_)/.test(refused) || fields.length === 1) {
    return [{ at: `Subscription.${watching.feed.name} refused`, text: refused }];
  }
  const middle = Math.ceil(fields.length / 2);
  const first = await heardOfAll(fields.slice(0, middle), watching);
  return [...first, ...(await heardOfAll(fields.slice(middle), watching))];
}

/** What every feed says to a reader who sees the things of `reading`, of those that there are. */
export async function feedsTo(
  reader: Reader,
  { cast, schema, things }: { cast: Cast; schema: GraphQLSchema; things: WholeThings },
  { reading, all }: { readonly reading: readonly Said[]; readonly all: readonly Said[] },
): Promise<Said[]> {
  const client = new pg.Client({ connectionString: cast.env['DATABASE_URL'] ?? '' });
  await client.connect();
  const tell = async (type: string, id: string) => {
    const { fact, kind } = news[type] ?? { fact: '', kind: '' };
    const plainId = type === 'Payout' ? fromGlobalId('Payout', id) : fromGlobalId('Proposal', id);
    const notice: FactNotice = {
      id,
      type: fact,
      cooperativeId: cast.plainIdOf('Cooperative'),
      subject: { kind, id: plainId },
      visibility: 'members',
    };
    await client.query(`select pg_notify('rochdale_facts', $1)`, [JSON.stringify(notice)]);
  };
  const said: Said[] = [];
  for (const feed of feedsOf(schema)) {
    const seen = new Set(idsIn(reading, feed.type.name));
    const some = idsIn(all, feed.type.name).slice(0, mostThings);
    const ids = [...some.filter((id) => !seen.has(id)), ...some.filter((id) => seen.has(id))];
    const visible = new Set(some.filter((id) => seen.has(id)));
    const watching = { reader, feed, ids, visible, tell };
    said.push(...(await heardOfAll(things.wholeOf(feed.type), watching)));
  }
  await client.end();
  return said;
}

/** What other programs are told of, and what is written down of everything that happened. */
export async function factsOf(cast: Cast): Promise<Said[]> {
  const client = new pg.Client({ connectionString: cast.env['DATABASE_URL'] ?? '' });
  await client.connect();
  const { rows } = await client.query<Said>(
    `select type as at, type || ' ' || data::text as text from platform.facts
      where cooperative_id = $1`,
    [cast.plainIdOf('Cooperative')],
  );
  await client.end();
  return rows;
}
