import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WaiveExpense, WithdrawExpense } from '@rochdale/expenses';
import { UnitOfWork } from '@rochdale/platform';
import { noteOf, sendPage } from '../../kit/html-page.js';
import { pageAbout } from '../cooperative-asked.js';
import { tickOf, untickedClaims } from './money-between.js';
import { backTo } from '../my-data-page.js';
import { OwnClaims } from './own-claims.js';
import { leadTo, Visits } from '../visits.js';

/**
 * What stands in the way of an erasure and is one's own to end: claims that nobody decided, and
 * those that are owed and were not let go.
 */
@Controller('pages')
export class TakeBackController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: OwnClaims,
    private readonly withdrawing: WithdrawExpense,
    private readonly waiving: WaiveExpense,
  ) {}

  /**
   * One after the other: what was taken back is, also where another is decided meanwhile.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('take-back-claims')
  async takeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async ({ actor, cooperative }) => {
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.undecided(tx));
      for (const { id: expenseId } of claims) await this.withdrawing.execute(actor, { expenseId });
      await leadTo(reply, pageAbout('erase-me', cooperative.slug));
    });
  }

  /**
   * What they ticked, and nothing that was approved since the page was shown. One after the other:
   * what was waived is, also where another is released meanwhile.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('waive-claims')
  async waive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor, cooperative } = visit;
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.waivable(tx));
      const ticked = claims.filter((claim) => form[tickOf(claim)] === 'yes');
      if (ticked.length === 0) {
        await sendPage(reply, 400, noteOf('Waive', untickedClaims, backTo(visit)));
        return;
      }
      for (const { id: expenseId } of ticked) await this.waiving.execute(actor, { expenseId });
      await leadTo(reply, pageAbout('erase-me', cooperative.slug));
    });
  }
}
