import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { assert, audienceOf, Looks, ownAudienceOf } from '@rochdale/platform';
import type {
  Actor,
  IdAudience,
  OwnIdAudience,
  RequestIds,
  Tx,
  UnitOfWork,
} from '@rochdale/platform';
import { toBePlaced } from './placed.js';
import { endOfTurn } from './turn.js';

/** The rows of a page whose field is asked in one turn, and the answers to come. */
interface Rows {
  readonly rows: object[];
  readonly answers: Promise<readonly unknown[]>;
}

/** Where a request comes from, and by which session. */
interface RequestOrigin {
  readonly address: string;
  readonly sessionId: string | null;
}

/** What a GraphQL request carries: who asks, and what was found for them so far. */
export class GraphContext {
  readonly #kept = new Map<object, unknown>();
  readonly #waiting = new Map<object, Map<string, Rows>>();
  #looks: Looks | undefined;

  constructor(
    readonly actor: Actor,
    private readonly unitOfWork: UnitOfWork,
    readonly ids: RequestIds,
    /** Why nobody could be made out: thrown before anything is resolved. */
    readonly refusal: Error | null = null,
    private readonly from: RequestOrigin = { address: '', sessionId: null },
  ) {}

  /** Where the request comes from. */
  get address(): string {
    return this.from.address;
  }

  /** By which session, where it is one; null for programs and strangers. */
  get sessionId(): string | null {
    return this.from.sessionId;
  }

  /** By which ids of persons they ask and are answered. */
  get audience(): IdAudience {
    return audienceOf(this.actor);
  }

  /** And in what is theirs alone. */
  get ownAudience(): OwnIdAudience {
    return ownAudienceOf(this.actor);
  }

  /** Whether who asks is what they were taken for, before an answer leaves. */
  isAsPresumed(): Promise<boolean> {
    return this.unitOfWork.isAsPresumed(this.actor);
  }

  /** Reads in one read-only transaction, with the actor's rights and tenant. */
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(this.actor, body);
  }

  /** What of other persons the request shows; on record before its answer leaves. */
  get looks(): Looks {
    this.#looks ??= new Looks(this.unitOfWork, this.actor);
    return this.#looks;
  }

  /** What the request keeps for that owner; made when it is asked for first. */
  kept<Kept>(owner: object, make: () => Kept): Kept {
    const known = this.#kept.get(owner);
    if (known !== undefined) return known as Kept;
    const made = make();
    this.#kept.set(owner, made);
    return made;
  }

  /** After a mutation, what was found before may be out of date. */
  forgetLoaded(): void {
    this.#kept.clear();
  }

  /**
   * Answers a field of one row by asking once for all rows whose field is asked in this turn.
   * `asked` tells apart what the same field is asked with.
   */
  together(
    field: object,
    asked: string,
    row: object,
    ask: (rows: readonly object[]) => Promise<readonly unknown[]>,
  ): Promise<unknown> {
    const ofField = this.#waiting.get(field) ?? new Map<string, Rows>();
    this.#waiting.set(field, ofField);
    const waiting = ofField.get(asked) ?? this.#begin(ofField, asked, ask);
    const place = waiting.rows.push(row) - 1;
    return waiting.answers.then((answers) => answers[place]);
  }

  #begin(
    ofField: Map<string, Rows>,
    asked: string,
    ask: (rows: readonly object[]) => Promise<readonly unknown[]>,
  ): Rows {
    const rows: object[] = [];
    const answers = endOfTurn().then(async () => {
      ofField.delete(asked);
      const given = await ask(rows).catch((error: unknown) => {
        throw toBePlaced(error);
      });
      assert(given.length === rows.length, 'a field that is asked for rows answers each');
      return given;
    });
    const begun = { rows, answers };
    ofField.set(asked, begun);
    return begun;
  }
}

function contextOf(execution: ExecutionContext): GraphContext {
  return GqlExecutionContext.create(execution).getContext<{ graph: GraphContext }>().graph;
}

/** The request's context, as a resolver's parameter. */
export const Graph = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  contextOf(execution),
);

/** Who asks, as a resolver's parameter. */
export const CurrentActor = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => contextOf(execution).actor,
);
