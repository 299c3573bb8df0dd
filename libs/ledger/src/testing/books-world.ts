import '../ledger.permissions.js';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import type { Account, AccountDefinition } from '../account/account.js';
import type { Hold } from '../hold/hold.js';
import { Ledger } from '../ledger.js';
import type { PostInput, RecordedTransaction } from '../transaction/transaction.js';

/** The books of one co-operative at a time, for tests: everything goes through the real ledger. */
export class BooksWorld {
  readonly ledger = new Ledger();
  cooperativeId = newId();
  /** An asset that may not go below zero. */
  bank = '';
  /** An income account without a floor. */
  dues = '';

  private constructor(readonly world: TestWorld) {}

  static async open(): Promise<BooksWorld> {
    return new BooksWorld(await createTestWorld(new Date('2026-03-02T09:00:00Z')));
  }

  get actor(): Actor {
    return systemActor(this.cooperativeId, 'job');
  }

  read<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.world.unitOfWork.read(actor, body);
  }

  run<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.world.unitOfWork.run(this.actor, body);
  }

  /** A new co-operative with its two accounts, on the morning of 2 March 2026. */
  async startCooperative(): Promise<void> {
    this.world.clock.set(new Date('2026-03-02T09:00:00Z'));
    this.cooperativeId = newId();
    this.bank = (await this.openAccount({ code: 'bank', kind: 'asset', floorMinor: 0n })).id;
    this.dues = (await this.openAccount({ code: 'dues-income', kind: 'income' })).id;
  }

  openAccount(
    definition: Pick<AccountDefinition, 'code' | 'kind'> & Partial<AccountDefinition>,
  ): Promise<Account> {
    return this.run((tx) =>
      this.ledger.openAccount(tx, { name: definition.code, currency: 'EUR', ...definition }),
    );
  }

  /** Money into the bank from dues; negative: out again. */
  entry(amountMinor: bigint, more: Partial<PostInput> = {}): PostInput {
    return {
      idempotencyKey: newId(),
      description: 'Dues of March',
      source: { kind: 'invoice', id: '1' },
      postings: [
        { accountId: this.bank, amountMinor },
        { accountId: this.dues, amountMinor: -amountMinor },
      ],
      ...more,
    };
  }

  post(input: PostInput): Promise<RecordedTransaction> {
    return this.run((tx) => this.ledger.post(tx, input));
  }

  hold(amountMinor: bigint, expiresAt?: Date): Promise<Hold> {
    return this.run((tx) =>
      this.ledger.hold(tx, {
        accountId: this.bank,
        amountMinor,
        idempotencyKey: newId(),
        source: { kind: 'payout', id: '1' },
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    );
  }

  async account(id: string): Promise<Account> {
    const [found] = await this.run((tx) => this.ledger.accounts(tx, [id]));
    if (found === undefined) throw new Error('no such account');
    return found;
  }

  async factTypes(): Promise<string[]> {
    const rows = await this.world.asOwner<{ type: string }>(
      'select type from platform.facts where cooperative_id = $1 order by position',
      [this.cooperativeId],
    );
    return rows.map(({ type }) => type);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
