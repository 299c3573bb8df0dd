import '../treasury.permissions.js';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor, MoneyBuffer, Role, Tx } from '@rochdale/platform';
import { LedgerAccountQueries, Ledger } from '@rochdale/ledger';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { Chart } from '../chart/chart-of-accounts.js';
import { AllocateToFund } from '../fund/allocate-to-fund.js';
import { CloseFund } from '../fund/close-fund.js';
import { CreateFund } from '../fund/create-fund.js';
import type { Fund, FundDefinition } from '../fund/fund.js';
import type { AllocationInput } from '../fund/funds.js';
import { Funds } from '../fund/funds.js';
import { RecordJournalEntry } from '../journal/record-journal-entry.js';
import { CloseAccountingPeriod } from '../period/close-accounting-period.js';
import { UnbookedLines } from '../period/unbooked-lines.js';
import type { UnbookedOfAccount } from '../period/unbooked-lines.js';
import { ReleaseQueries } from '../release/release.queries.js';
import { TreasuryQueries } from '../report/treasury.queries.js';
import { AskedBuffers } from '../set-aside/asked-buffers.js';

/** Bank lines that wait, as a test says. */
class WrittenLines extends UnbookedLines {
  lines: readonly (UnbookedOfAccount & { readonly on: string })[] = [];

  override upTo(_: Tx, day: string): Promise<readonly UnbookedOfAccount[]> {
    return Promise.resolve(
      this.lines.filter(({ on }) => on <= day).map(({ label, lines }) => ({ label, lines })),
    );
  }
}

/** Buffers that members' rules ask for, as a test says. */
class SaidBuffers extends AskedBuffers {
  asked: readonly MoneyBuffer[] = [];

  override inForce(): Promise<readonly MoneyBuffer[]> {
    return Promise.resolve(this.asked);
  }
}

/** A treasury with everything real in it, for tests. */
export class TreasuryWorld {
  readonly ledger = new Ledger();
  readonly chart = new Chart(this.ledger);
  readonly funds = new Funds(this.ledger, this.chart);
  readonly recordJournalEntry: RecordJournalEntry;
  readonly closePeriod: CloseAccountingPeriod;
  readonly queries: TreasuryQueries;
  readonly unbooked = new WrittenLines();
  readonly buffers = new SaidBuffers();
  readonly allocateToFund: AllocateToFund;
  cooperativeId = newId();

  private constructor(readonly world: TestWorld) {
    const { unitOfWork } = world;
    this.recordJournalEntry = new RecordJournalEntry(unitOfWork, this.ledger, this.chart);
    this.allocateToFund = new AllocateToFund(unitOfWork, this.funds, this.buffers);
    this.closePeriod = new CloseAccountingPeriod(unitOfWork, this.ledger, this.unbooked);
    this.queries = new TreasuryQueries(new LedgerAccountQueries(), new ReleaseQueries());
  }

  static async open(): Promise<TreasuryWorld> {
    return new TreasuryWorld(await createTestWorld());
  }

  /** A new co-operative, on the morning of 2 March 2026. */
  startCooperative(): void {
    this.cooperativeId = newId();
    this.unbooked.lines = [];
    this.buffers.asked = [];
    this.world.clock.set(new Date('2026-03-02T09:00:00Z'));
  }

  get system(): Actor {
    return systemActor(this.cooperativeId, 'job');
  }

  member(...roles: Role[]): Actor {
    return {
      ...this.system,
      kind: 'account',
      via: 'session',
      accountId: newId(),
      memberId: newId(),
      standing: 'active',
      roles: new Set(roles),
    };
  }

  read<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.world.unitOfWork.read(actor, body);
  }

  run<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.world.unitOfWork.run(this.system, body);
  }

  /** Money in the bank from an earlier life. */
  async openingBalance(amountMinor: bigint, effectiveAt?: Date): Promise<string> {
    const { id } = await this.recordJournalEntry.execute(this.system, {
      idempotencyKey: newId(),
      description: 'Opening balance',
      currency: 'EUR',
      ...(effectiveAt === undefined ? {} : { effectiveAt }),
      lines: [
        { accountKey: 'bank', amountMinor },
        { accountKey: 'opening-balance', amountMinor: -amountMinor },
      ],
    });
    return id;
  }

  /** A fund for hardware, opened by a treasurer. */
  createFund(changes: Partial<FundDefinition> = {}, by = this.member('treasurer')): Promise<Fund> {
    return new CreateFund(this.world.unitOfWork, this.funds, this.buffers).execute(by, {
      key: 'hardware',
      name: 'Hardware',
      purpose: 'New disks',
      currency: 'EUR',
      limitMinor: 1_000n,
      ...changes,
    });
  }

  allocate(fundId: string, amountMinor: bigint, changes: Partial<AllocationInput> = {}) {
    const input = { fundId, amountMinor, idempotencyKey: newId(), description: 'As decided' };
    return this.allocateToFund.execute(this.member('treasurer'), { ...input, ...changes });
  }

  closeFund(fundId: string, funds = this.funds): Promise<Fund> {
    return new CloseFund(this.world.unitOfWork, funds).execute(this.member('treasurer'), {
      fundId,
    });
  }

  /** What was told of a fund, a period or an account, in order. */
  factsOf(subjectId: string): Promise<{ type: string; data: object }[]> {
    return this.world.asOwner(
      `select type, data from platform.facts where subject_id = $1 order by position`,
      [subjectId],
    );
  }

  async balance(code: string): Promise<bigint> {
    const [account] = await this.run((tx) => this.ledger.accountsByCode(tx, [code], 'EUR'));
    return account?.balanceMinor ?? 0n;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
