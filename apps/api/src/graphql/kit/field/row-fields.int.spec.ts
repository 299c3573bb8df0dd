import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Field, GraphQLModule, GraphQLSchemaHost, ID } from '@nestjs/graphql';
import { ObjectType, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GraphQLObjectType } from 'graphql';
import { anonymousActor, keysetList, newId, sql } from '@rochdale/platform';
import type { PageRequest, Tx } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nestedConnectionOf } from '../list/connection.js';
import type { Connection } from '../list/connection.js';
import { withPlainDataFields } from './data-fields.js';
import { GraphContext } from '../graph-context.js';
import { byId, listsBy } from '../keyed.js';
import { nestedConnection } from '../list/nested-connection.js';
import { Computed, NestedConnection, Relation } from './row-fields.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly authorId: string;
}

/** Which batches were asked, and for what. */
let asked: { readonly what: string; readonly keys: readonly string[] }[] = [];

const named = sql('test.named', `select id, 'Author ' || id as name from unnest($1::text[]) id`);
const numbered = sql(
  'test.numbered',
  `select book || nth as name, book from unnest($1::text[]) book, generate_series(1, 2) nth`,
);
const copies = keysetList<Row>({
  name: 'test.list-copies',
  select: `book::text as "authorId", md5(book::text || nth)::uuid as id, nth::text as name`,
  from: `unnest(:parents::uuid[]) book, generate_series(1, 3) nth`,
  keys: [{ field: 'id', column: 'md5(book::text || nth)::uuid', type: 'id' }],
  parent: { column: 'book', field: 'authorId' },
});

@ObjectType('Person')
class PersonType {
  @Field(() => String)
  name!: string;
}

@ObjectType('Book')
class BookType {
  authorId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => String, { name: 'called' })
  name!: string;
}

const CopyConnection = nestedConnectionOf('Copy', PersonType);
const ids = [newId(), newId(), newId()];
const books = (): BookType[] =>
  ids.map((id, nth) => ({ id, name: `Book ${nth}`, authorId: nth === 0 ? 'a' : 'b' }));

@Resolver(() => BookType)
class BookResolver {
  readonly #authors = byId(
    (tx, keys) => fetched(tx, 'authors', keys, named),
    ({ name }: Row) => ({ name }),
  );
  readonly #chapters = listsBy(
    (tx, keys) => fetched<{ book: string; name: string }>(tx, 'chapters', keys, numbered),
    ({ book }) => book,
    ({ name }) => name,
  );
  readonly #copies = nestedConnection<Row, PersonType>(
    (tx, keys, page) => {
      asked.push({ what: 'copies', keys });
      return copies.pages(tx, keys, page);
    },
    ({ name }) => ({ name }),
  );

  @Query(() => [BookType])
  books(): BookType[] {
    return books();
  }

  @Relation(() => PersonType, {})
  author(rows: readonly BookType[], graph: GraphContext) {
    return this.#authors.ofEach(graph, rows, ({ authorId }) => authorId);
  }

  @Relation(() => PersonType, {})
  editor(rows: readonly BookType[], graph: GraphContext) {
    return this.#authors.ofEach(graph, rows, () => 'editor');
  }

  @Relation(() => [String], {})
  chapters(rows: readonly BookType[], graph: GraphContext) {
    return this.#chapters.ofEach(graph, rows, ({ id }) => id);
  }

  @NestedConnection(() => CopyConnection, {})
  copies(
    rows: readonly BookType[],
    page: PageRequest,
    graph: GraphContext,
  ): Promise<readonly Connection<PersonType>[]> {
    return this.#copies.ofEach(graph, page, rows, ({ id }) => id);
  }

  @Relation(() => String, {})
  broken(): Promise<readonly string[]> {
    return Promise.resolve(['one answer for three books']);
  }

  @Computed(() => String, {})
  shouted({ name }: BookType, { actor }: GraphContext): string {
    return `${name.toUpperCase()} to ${actor.kind}`;
  }
}

async function fetched<Found extends object = Row>(
  tx: Tx,
  what: string,
  keys: readonly string[],
  statement: typeof named,
): Promise<Found[]> {
  asked.push({ what, keys });
  return tx.rows<Found>(statement, [keys]);
}

@Module({})
class KitModule {}

let world: TestWorld;
let app: NestFastifyApplication;

beforeAll(async () => {
  world = await createTestWorld();
  const graphql = GraphQLModule.forRoot({
    driver: MercuriusDriver,
    autoSchemaFile: true,
    jit: 1,
    transformSchema: withPlainDataFields,
    context: () => {
      const actor = anonymousActor(newId());
      return { graph: new GraphContext(actor, world.unitOfWork, { requestId: '', traceId: '' }) };
    },
  });
  app = await NestFactory.create<NestFastifyApplication>(
    { module: KitModule, imports: [graphql], providers: [BookResolver] },
    new FastifyAdapter(),
    { logger: false },
  );
  await app.init();
});

afterAll(async () => {
  await app.close();
  await world.close();
});

beforeEach(() => {
  asked = [];
});

async function ask(query: string): Promise<{ data: never; errors?: unknown[] }> {
  const reply = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
  return reply.json();
}

/** As the interpreter answers, and as the compiled query does from the second time on. */
async function askTwice(query: string): Promise<unknown> {
  const first = await ask(query);
  expect(first.errors).toBeUndefined();
  asked = [];
  expect(await ask(query)).toEqual(first);
  return first.data;
}

describe('a relation', () => {
  it('is asked once for all rows, and once for two fields of one kind', async () => {
    const data = await askTwice('{ books { author { name } editor { name } } }');
    const of = (name: string) => ({ author: { name }, editor: { name: 'Author editor' } });
    expect(data).toEqual({ books: [of('Author a'), of('Author b'), of('Author b')] });
    expect(asked).toEqual([{ what: 'authors', keys: ['a', 'b', 'editor'] }]);
  });

  it('answers each row in the order of the rows', async () => {
    const data = await askTwice('{ books { chapters } }');
    expect(data).toEqual({ books: ids.map((id) => ({ chapters: [`${id}1`, `${id}2`] })) });
  });

  it('that does not answer each row is an error, not somebody else’s answer', async () => {
    expect((await ask('{ books { broken } }')).errors).toBeDefined();
  });
});

describe('a nested connection', () => {
  it('asks for the pages of all rows at once, and apart for other pages', async () => {
    const data = await askTwice(`{ books { one: copies(first: 1) { edges { node { name } } }
      all: copies { edges { node { name } } pageInfo { hasNextPage } } } }`);
    const [book] = (data as { books: [{ one: object; all: object }] }).books;
    expect(book.one).toEqual({ edges: [{ node: { name: expect.any(String) as string } }] });
    expect(book.all).toMatchObject({ pageInfo: { hasNextPage: false } });
    expect(asked).toEqual([
      { what: 'copies', keys: ids },
      { what: 'copies', keys: ids },
    ]);
  });

  it('goes on after a cursor', async () => {
    const query = (after: string) =>
      `{ books { copies(first: 2 ${after}) { edges { cursor } pageInfo { endCursor } } } }`;
    const { data } = await ask(query(''));
    const [{ copies: first }] = (data as unknown as { books: [{ copies: CopyPage }] }).books;
    expect(first.pageInfo.endCursor).toBe(first.edges[1]?.cursor);
    const next = await ask(query(`after: "${first.pageInfo.endCursor}"`));
    const [{ copies: rest }] = (next.data as unknown as { books: [{ copies: CopyPage }] }).books;
    expect(rest.edges).toHaveLength(1);
  });

  it('refuses a page of more rows than one may ask for', async () => {
    const { errors } = await ask('{ books { copies(first: 101) { edges { cursor } } } }');
    expect(errors?.length).toBeGreaterThan(0);
  });
});

interface CopyPage {
  readonly edges: readonly { cursor: string }[];
  readonly pageInfo: { readonly endCursor: string };
}

describe('a field that is data', () => {
  it('has no resolver, unless its name is not the property’s', () => {
    const type = app.get(GraphQLSchemaHost).schema.getType('Book');
    const { id, called, author } = (type as GraphQLObjectType).getFields();
    expect(id?.resolve).toBeUndefined();
    expect(called?.resolve).toBeDefined();
    expect(author?.resolve).toBeDefined();
  });

  it('is read alike by the interpreter and by the compiled query', async () => {
    const data = await askTwice('{ books { id called shouted } }');
    expect(data).toMatchObject({
      books: [{ id: ids[0], called: 'Book 0', shouted: 'BOOK 0 to anonymous' }, {}, {}],
    });
  });
});
