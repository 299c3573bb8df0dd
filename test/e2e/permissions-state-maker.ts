import { fromMemberId, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import pg from 'pg';
import type { ActorName, Cast } from './permissions-cast.js';
import type { Asked } from './permissions-verdicts.js';

/** A thing of which the rules say something else than of the cast's own. */
export interface State extends Asked {
  readonly name: string;
  readonly id: string;
}

/** Makes what the cast's year leaves out: by whoever may, and by the use cases behind it. */
export class StateMaker {
  readonly made: State[] = [];

  private constructor(
    readonly cast: Cast,
    readonly db: pg.Client,
    readonly cooperativeId: string,
  ) {}

  static async open(cast: Cast): Promise<StateMaker> {
    const db = new pg.Client({ connectionString: cast.env['DATABASE_URL'] });
    await db.connect();
    return new StateMaker(cast, db, cast.plainIdOf('Cooperative'));
  }

  add(type: string, name: string, id: string, more: Partial<State> = {}): void {
    this.made.push({ owner: null, ...more, type, name, id });
  }

  async one(text: string, values: unknown[] = []): Promise<string> {
    const { rows } = await this.db.query<{ id: string }>(text, [this.cooperativeId, ...values]);
    const [row] = rows;
    if (row === undefined) throw new Error(`nothing is there for ${text}`);
    return row.id;
  }

  /** In the service's name, on behalf of an account where one is named. */
  run<T>(body: (tx: Tx) => Promise<T>, accountId: string | null = null): Promise<T> {
    const actor = { ...systemActor(this.cooperativeId, 'job'), accountId };
    return this.cast.api.app.get(UnitOfWork).run(actor, body);
  }

  change<Data extends object>(actor: ActorName, mutation: string, variables: object = {}) {
    return this.cast.client(actor).change<Data>(mutation, variables);
  }

  async person(actor: ActorName): Promise<{ accountId: string; memberId: string }> {
    const { viewer } = await this.cast
      .client(actor)
      .query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }');
    const memberId = fromMemberId(viewer.member.id, this.cast.audienceOf(actor));
    const accountId = await this.one(
      'select account_id as id from membership.members where cooperative_id = $1 and id = $2',
      [memberId],
    );
    return { accountId, memberId };
  }

  /** The same `nth` member without an office for whoever asks; the cast's own are none of them. */
  member(nth: number): Promise<string> {
    return this.one(
      `select m.id from membership.members m where m.cooperative_id = $1 and m.standing = 'active'
         and m.display_name <> 'Casimir Oyelaran' and not exists
           (select from membership.role_terms t where t.member_id = m.id)
       order by m.id offset $2 limit 1`,
      [nth],
    );
  }
}
