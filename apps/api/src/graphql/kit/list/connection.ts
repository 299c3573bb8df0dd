import { ArgsType, Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { IsEnum, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { mapNarrowed } from '@rochdale/platform';
import type { ListOrder, Narrowed, Page, PageRequest, Total, Tx } from '@rochdale/platform';
import { maxPageSize } from '../limits.js';

const ListOrderEnum = {
  NEWEST_FIRST: 'newest-first',
  OLDEST_FIRST: 'oldest-first',
} as const;

registerEnumType(ListOrderEnum, {
  name: 'ListOrder',
  description: 'Which end of a list comes first.',
  valuesMap: {
    NEWEST_FIRST: { description: 'The newest, the highest number, or the end of the alphabet.' },
    OLDEST_FIRST: { description: 'The oldest, the lowest number, or the start of the alphabet.' },
  },
});

@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, { nullable: true, description: 'So many rows from the start, at most 100.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(maxPageSize)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Start after this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'So many rows from the end, at most 100.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(maxPageSize)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'End before this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  before?: string | null;

  @Field(() => ListOrderEnum, {
    nullable: true,
    description: 'Which end comes first. Cursors stay good when it changes.',
  })
  @IsOptional()
  @IsEnum(ListOrderEnum)
  order?: ListOrder | null;
}

@ObjectType('PageInfo', { description: 'Where a page stands in its list (Relay).' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'True when there are rows after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'True when there are rows before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first row.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last row.' })
  endCursor!: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfoType;
  /** Of a list inside a row there is none. */
  readonly count?: ((tx: Tx) => Promise<Total>) | undefined;
  /** What it tells of beside its rows. */
  readonly narrowed?: Narrowed<Node> | undefined;
}

/**
 * Makes the connection type of a node type (Relay): `const MemberConnection =
 * connectionOf('Member', MemberType)`.
 */
export function connectionOf<Node extends object>(
  name: string,
  node: Type<Node>,
): Type<Connection<Node>> {
  const PageType = pageOf(name, node);

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class ConnectionType extends PageType {
    @Field(() => Int, {
      description: 'How long the whole list is, filters kept; counted when asked, up to 1,000.',
    })
    totalCount!: number;

    @Field(() => Boolean, { description: 'False when the list is longer than its `totalCount`.' })
    isTotalExact!: boolean;
  }
  return ConnectionType;
}

/** The same for lists inside rows, which are not counted: one page asks for many of them. */
export function nestedConnectionOf<Node extends object>(
  name: string,
  node: Type<Node>,
): Type<Connection<Node>> {
  const PageType = pageOf(name, node);

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class ConnectionType extends PageType {}
  return ConnectionType;
}

function pageOf<Node extends object>(name: string, node: Type<Node>): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} in a list.` })
  class EdgeType implements Edge<Node> {
    @Field(() => String, { description: 'Where this row stands in its list.' })
    cursor!: string;

    @Field(() => node, { description: 'The row.' })
    node!: Node;
  }

  @ObjectType({ isAbstract: true })
  class PageType implements Connection<Node> {
    @Field(() => [EdgeType], { description: 'The rows of this page, in order.' })
    edges!: EdgeType[];

    @Field(() => PageInfoType, { description: 'Where this page stands.' })
    pageInfo!: PageInfoType;
  }
  return PageType;
}

/** A row of a page. Its cursor is made when a client asks for it, which few do. */
class RowEdge<Row, Node> implements Edge<Node> {
  constructor(
    readonly node: Node,
    private readonly row: Row,
    private readonly page: Page<Row>,
  ) {}

  get cursor(): string {
    return this.page.cursorOf(this.row);
  }
}

/** Shows a page of rows as a connection. */
export function toConnection<Row, Node>(
  page: Page<Row>,
  toNode: (row: Row) => Node,
): Connection<Node> {
  const edges = page.rows.map((row) => new RowEdge(toNode(row), row, page));
  return {
    edges,
    count: page.count,
    narrowed: page.narrowed && mapNarrowed(page.narrowed, toNode),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
