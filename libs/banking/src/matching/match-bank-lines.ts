import { Inject, Injectable } from '@nestjs/common';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { BankLines } from '../bank-line/bank-lines.js';
import type { WaitingLine } from '../bank-line/bank-line.store.js';
import { linesPerJob, MatchBankLinesJob } from '../banking.jobs.js';
import { keptWarning } from '../statement/kept-warning.js';
import { statementStore } from '../statement/statement.store.js';
import { codesThatWait } from './line-matcher.js';
import type { LineMatcher } from './line-matcher.js';
import { LineMatchers } from './line-matchers.js';

export interface StatementToMatch {
  readonly statementId: string;
  /** Only the lines behind this one: a long statement is matched by several jobs in a row. */
  readonly after?: WaitingLine | undefined;
}

/** A statement's lines, or these. */
export type MatchBankLinesInput = StatementToMatch | { readonly lineIds: readonly string[] };

/**
 * Finds what lines were for. Each line has a transaction of its own, in which the
 * matchers are asked in their order and the first claim counts; the rest waits for a treasurer.
 */
@Injectable()
export class MatchBankLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    @Inject(LineMatchers) private readonly matchers: Pick<LineMatchers, 'inOrder'>,
  ) {}

  /**
   * At least once, and by any number of workers: a matched line does not wait any more.
   *
   * A line that the books cannot hold waits for a person, and its file says why.
   *
   * @throws what the first failing matcher threw, after all other lines had their turn
   */
  async execute(actor: Actor, input: MatchBankLinesInput): Promise<void> {
    permit(actor, 'statement.process');
    const ids = 'lineIds' in input ? input.lineIds : await this.#page(actor, input);
    const matchers = this.matchers.inOrder();
    const failures: unknown[] = [];
    for (const id of ids) {
      await this.unitOfWork
        .run(actor, (tx) => this.#match(tx, id, matchers))
        .catch((error: unknown) => this.#leave(actor, id, error))
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** The next lines, in the order in which money moved; what lies behind them is another job's. */
  async #page(actor: Actor, { statementId, after }: StatementToMatch): Promise<string[]> {
    return this.unitOfWork.run(actor, async (tx) => {
      const page = await this.lines.waiting(tx, statementId, after ?? null, linesPerJob);
      const last = page.at(-1);
      if (page.length === linesPerJob && last !== undefined) {
        const { cooperativeId } = tx;
        // However often this job runs, it asks for the next one once.
        const key = `${actor.requestId} ${last.id}`;
        tx.enqueue(MatchBankLinesJob, { cooperativeId, statementId, after: last }, { key });
      }
      return page.map(({ id }) => id);
    });
  }

  /** What no later attempt can book waits for a person. @throws whatever else a matcher threw */
  async #leave(actor: Actor, lineId: string, error: unknown): Promise<void> {
    if (!(error instanceof CodedError) || !codesThatWait().has(error.code)) throw error;
    const warning = keptWarning.ofNotBooked(lineId, error);
    await this.unitOfWork.run(actor, async (tx) => {
      const fileId = await statementStore.fileOfLine(tx, lineId);
      // A source has no file to say it with: the job's dead letter does.
      if (fileId === null) throw error;
      await statementStore.warn(tx, fileId, warning);
    });
  }

  async #match(tx: Tx, lineId: string, matchers: readonly LineMatcher[]): Promise<void> {
    const line = await this.lines.lockWaiting(tx, lineId);
    if (line === null) return;
    for (const matcher of matchers) {
      const claim = await matcher.claim(tx, line);
      if (claim === null) continue;
      await this.lines.markMatched(tx, line.id, claim);
      return;
    }
  }
}
