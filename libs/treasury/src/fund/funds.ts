import { Injectable } from '@nestjs/common';
import { assert, formatDecimal, may } from '@rochdale/platform';
import type { AskedBuffer, Tx } from '@rochdale/platform';
import { Ledger, onNormalSide } from '@rochdale/ledger';
import type { PostingInput, RecordedTransaction, ReverseInput, Source } from '@rochdale/ledger';
import { Chart } from '../chart/chart-of-accounts.js';
import { FundAllocated, FundClosed, FundCreated } from '../treasury.events.js';
import { treasuryErrors } from '../treasury.errors.js';
import { checkCovered } from '../set-aside/set-aside.js';
import { setAsideStore } from '../set-aside/set-aside.store.js';
import { checkAllocation, checkCurrency, checkFund } from './fund.js';
import type { Fund, FundDefinition } from './fund.js';
import { fundStore } from './fund.store.js';

export interface AllocationInput {
  readonly fundId: string;
  /** Minor units of the fund's currency: positive sets money aside, negative gives it back. */
  readonly amountMinor: bigint;
  /** Checked against the fund's where it is given. */
  readonly currency?: string;
  readonly idempotencyKey: string;
  readonly description: string;
  /** The decision behind it, where there is one. */
  readonly source?: Source;
}

/** Funds inside the caller's transaction: for use cases here, and for decisions. */
@Injectable()
export class Funds {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
  ) {}

  /**
   * Whoever changes funds takes their turn, until the transaction ends: before any fund is locked,
   * and before any expense is that is locked with it. Whatever locks a fund here takes it.
   */
  takeTurn(tx: Tx): Promise<void> {
    return fundStore.takeTurn(tx);
  }

  /** @throws CodedError INVALID_FUND, INVALID_CURRENCY, FUND_KEY_TAKEN */
  async create(tx: Tx, definition: FundDefinition): Promise<Fund> {
    checkFund(definition);
    const accountId = await this.chart.account(tx, `fund:${definition.key}`, definition.currency);
    // It is there for a floor of its own before anything is set aside.
    await this.chart.account(tx, 'unallocated', definition.currency);
    const fund = await fundStore.insert(tx, definition, accountId);
    tx.announce(
      FundCreated.of(fund.id, {
        fundId: fund.id,
        key: fund.key,
        currency: fund.currency,
        limitMinor: fund.limitMinor?.toString() ?? null,
      }),
    );
    return fund;
  }

  /** @throws CodedError FUND_NOT_FOUND */
  async find(tx: Tx, fundId: string): Promise<Fund> {
    return fundStore.find(tx, fundId);
  }

  /** A fund, and what lies in it in minor units. @throws CodedError FUND_NOT_FOUND */
  async standOf(tx: Tx, fundId: string): Promise<{ fund: Fund; inFundMinor: bigint }> {
    const fund = await fundStore.find(tx, fundId);
    return { fund, inFundMinor: await this.#inFundMinor(tx, fund) };
  }

  /**
   * Whether an open fund holds what a rule asks to lie in it. It says how much that is, and nothing
   * of how much there is. What is set aside and not there holds nothing, where whoever asks may
   * read the books, and members are not told at once: as it is carried out, and not as a vote
   * opens, by whomever. Nobody gives back from that fund until the transaction ends. Where the
   * rule names no amount, the fund holds as much as it may; without a limit, or a fund, nothing is
   * asked.
   *
   * @throws CodedError BUFFER_NOT_HELD
   */
  async requireBuffer(tx: Tx, buffer: AskedBuffer): Promise<void> {
    const { fundKey, atLeastMinor, currency, asMembersRead = false } = buffer;
    const holdsMinor = (one: Fund) =>
      asMembersRead ? this.#inFundMinor(tx, one) : this.#thereMinor(tx, one);
    const fund = await fundStore.lockByKey(tx, fundKey);
    if (atLeastMinor === undefined || currency === undefined) {
      return requireFull(fund, holdsMinor);
    }
    const isOne = fund !== null && fund.closedAt === null && fund.currency === currency;
    if (isOne && (await holdsMinor(fund)) >= BigInt(atLeastMinor)) return;
    const least = `${formatDecimal(BigInt(atLeastMinor), currency)} ${currency}`;
    const message = isOne
      ? `Nothing is set aside while ${fund.name} holds less than ${least}.`
      : `Nothing is set aside before there is a fund ${fundKey} that holds ${least}.`;
    throw treasuryErrors.error('BUFFER_NOT_HELD', message, { data: { fundKey } });
  }

  /**
   * Sets money aside in a fund, or gives it back to what is not set aside. Only what lies there and
   * is owed to nobody is set aside, or as much as a floor lets that `unallocated` was given.
   *
   * @throws CodedError FUND_NOT_FOUND, FUND_IS_CLOSED, FUND_LIMIT_REACHED, INVALID_FUND (currency),
   *   FUND_NOT_COVERED when that is not there, FLOOR_BREACHED when more is given back than is free
   *   in it, or set aside than the floor lets, ZERO_POSTING, IDEMPOTENCY_KEY_REUSED
   */
  async allocate(tx: Tx, input: AllocationInput): Promise<RecordedTransaction> {
    const { fundId, amountMinor, idempotencyKey, description } = input;
    const fund = await fundStore.lock(tx, fundId);
    checkCurrency(fund, input.currency);
    const unallocatedId = await this.chart.account(tx, 'unallocated', fund.currency);
    const inFundMinor = await this.#inFundMinor(tx, fund);
    if (amountMinor > 0n) await setAsideStore.lock(tx, fund.currency);
    const transaction = await this.ledger.post(tx, {
      idempotencyKey,
      description,
      source: input.source ?? { kind: 'fund', id: fundId },
      postings: [
        { accountId: unallocatedId, amountMinor },
        { accountId: fund.accountId, amountMinor: -amountMinor },
      ],
    });
    // A repeated key is answered from the books, whatever has become of the fund since.
    if (transaction.replayed) return transaction;
    checkAllocation(fund, inFundMinor, amountMinor);
    if (amountMinor > 0n && !(await setAsideStore.hasFloor(tx, this.ledger, fund.currency))) {
      checkCovered(await this.#shortMinor(tx, fund));
    }
    tx.announce(
      FundAllocated.of(fundId, {
        fundId,
        amountMinor: amountMinor.toString(),
        transactionId: transaction.id,
      }),
    );
    return transaction;
  }

  /**
   * The pair of postings that takes spent money out of its envelope. Goes into the transaction that
   * records the spending; the account's floor refuses more than is left. Of what was set aside and
   * is not there any more, nothing is promised to anybody. Keeps the fund until the transaction
   * ends.
   *
   * @throws CodedError FUND_NOT_FOUND, FUND_IS_CLOSED, FUND_NOT_COVERED
   */
  async spendingPostings(
    tx: Tx,
    { fundId, amountMinor }: { fundId: string; amountMinor: bigint },
  ): Promise<PostingInput[]> {
    const fund = await fundStore.lock(tx, fundId);
    if (fund.closedAt !== null) {
      throw treasuryErrors.error('FUND_IS_CLOSED', 'The fund is closed.', { path: ['fundId'] });
    }
    const leftMinor = (await this.#inFundMinor(tx, fund)) - amountMinor;
    if (leftMinor >= 0n) checkCovered((await this.#shortMinor(tx, fund)) - leftMinor);
    const unallocatedId = await this.chart.account(tx, 'unallocated', fund.currency);
    return [
      { accountId: fund.accountId, amountMinor },
      { accountId: unallocatedId, amountMinor: -amountMinor },
    ];
  }

  /**
   * Takes a recorded spending back, with what it took out of envelopes. What one of them cannot
   * hold by now, because it was closed or is full, is set aside in none.
   *
   * @throws CodedError as `Ledger.reverse`
   */
  async reverseSpending(tx: Tx, input: ReverseInput): Promise<RecordedTransaction> {
    const accountIds = await this.ledger.accountsOf(tx, input.transactionId);
    const outOf = await fundStore.lockOfAccounts(tx, accountIds);
    const reversal = await this.ledger.reverse(tx, input);
    if (!reversal.replayed) for (const fund of outOf) await this.#emptyToLimit(tx, fund, input);
    return reversal;
  }

  async #emptyToLimit(tx: Tx, fund: Fund, { idempotencyKey, reason }: ReverseInput): Promise<void> {
    const { id: fundId, closedAt, limitMinor } = fund;
    const inFundMinor = await this.#inFundMinor(tx, fund);
    const mayHoldMinor = closedAt === null ? (limitMinor ?? inFundMinor) : 0n;
    const overMinor = inFundMinor - mayHoldMinor;
    if (overMinor <= 0n) return;
    const unallocatedId = await this.chart.account(tx, 'unallocated', fund.currency);
    const { id: transactionId } = await this.ledger.post(tx, {
      idempotencyKey: `${idempotencyKey}:${fundId}`,
      description: reason,
      source: { kind: 'fund', id: fundId },
      postings: [
        { accountId: fund.accountId, amountMinor: overMinor },
        { accountId: unallocatedId, amountMinor: -overMinor },
      ],
    });
    const amountMinor = (-overMinor).toString();
    tx.announce(FundAllocated.of(fundId, { fundId, amountMinor, transactionId }));
  }

  /**
   * Closes a fund and gives back what is left in it. Closing a closed one changes nothing.
   *
   * @throws CodedError FUND_NOT_FOUND, FLOOR_BREACHED while part of it is held
   */
  async close(tx: Tx, fundId: string): Promise<Fund> {
    const fund = await fundStore.lock(tx, fundId);
    if (fund.closedAt !== null) return fund;
    const leftMinor = await this.#inFundMinor(tx, fund);
    if (leftMinor !== 0n) {
      await this.allocate(tx, {
        fundId,
        amountMinor: -leftMinor,
        idempotencyKey: `close-fund:${fundId}`,
        description: `Closing of ${fund.name}`,
      });
    }
    assert(await fundStore.close(tx, fundId), 'a locked fund that is open is closed');
    tx.announce(FundClosed.of(fundId, { fundId, returnedMinor: leftMinor.toString() }));
    return { ...fund, closedAt: tx.now };
  }

  /** What of a fund is there: any of it may be what is set aside and is not. */
  async #thereMinor(tx: Tx, fund: Fund): Promise<bigint> {
    const inFundMinor = await this.#inFundMinor(tx, fund);
    if (!may(tx.actor, 'treasury.read-live').allowed) return inFundMinor;
    return inFundMinor - (await this.#shortMinor(tx, fund));
  }

  #shortMinor(tx: Tx, { currency }: Fund): Promise<bigint> {
    return setAsideStore.shortMinor(tx, this.ledger, currency);
  }

  async #inFundMinor(tx: Tx, fund: Fund): Promise<bigint> {
    const [account] = await this.ledger.accounts(tx, [fund.accountId]);
    assert(account !== undefined, 'a fund has its account');
    return onNormalSide(account.kind, account.balanceMinor);
  }
}

/** @throws CodedError BUFFER_NOT_HELD */
async function requireFull(
  fund: Fund | null,
  holdsMinor: (fund: Fund) => Promise<bigint>,
): Promise<void> {
  if (fund === null || fund.closedAt !== null || fund.limitMinor === null) return;
  if ((await holdsMinor(fund)) >= fund.limitMinor) return;
  const least = `${formatDecimal(fund.limitMinor, fund.currency)} ${fund.currency}`;
  const message = `Nothing is set aside while ${fund.name} holds less than ${least}.`;
  throw treasuryErrors.error('BUFFER_NOT_HELD', message, { data: { fundKey: fund.key } });
}
