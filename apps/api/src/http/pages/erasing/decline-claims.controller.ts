import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeclineExpense } from '@rochdale/expenses';
import { CodedError, UnitOfWork } from '@rochdale/platform';
import { pageAbout } from '../../kit/html-page.js';
import { OwnClaims } from './own-claims.js';
import { leadTo, leadToButton, Visits } from '../visits.js';

/** So it is said of what its submitter took back meanwhile, or somebody decided. */
const over: ReadonlySet<string> = new Set([
  'EXPENSE_STATUS_CONFLICT',
  'EXPENSE_NOT_YOURS',
  'EXPENSE_NOT_FOUND',
]);

/** What others claim for somebody who does not want it. */
@Controller('pages')
export class DeclineClaimsController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: OwnClaims,
    private readonly declining: DeclineExpense,
  ) {}

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('decline-claims')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /**
   * One after the other: what was declined is, and what was decided meanwhile is shown next.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('decline-claims')
  async decline(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async ({ actor, cooperative }) => {
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.forThem(tx));
      for (const { id: expenseId } of claims) {
        await this.declining.execute(actor, { expenseId }).catch((error: unknown) => {
          if (!(error instanceof CodedError && over.has(error.code))) throw error;
        });
      }
      await leadTo(reply, pageAbout('erase-me', cooperative.slug));
    });
  }
}
