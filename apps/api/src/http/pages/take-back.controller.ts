import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ExpenseQueries, WithdrawExpense } from '@rochdale/expenses';
import { UnitOfWork } from '@rochdale/platform';
import { pageAbout } from './cooperative-asked.js';
import { undecidedClaims } from './undecided-claims.js';
import { leadTo, Visits } from './visits.js';

/** What stands in the way of an erasure and is one's own to end: claims that nobody decided. */
@Controller('pages')
export class TakeBackController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly expenses: ExpenseQueries,
    private readonly withdrawing: WithdrawExpense,
  ) {}

  /**
   * One after the other: what was taken back is, also where another is decided meanwhile.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('take-back-claims')
  async takeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async ({ actor, cooperative }) => {
      const claims = await this.unitOfWork.read(actor, (tx) => undecidedClaims(tx, this.expenses));
      for (const { id: expenseId } of claims) await this.withdrawing.execute(actor, { expenseId });
      await leadTo(reply, pageAbout('erase-me', cooperative.slug));
    });
  }
}
