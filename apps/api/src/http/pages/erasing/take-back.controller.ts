import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeclineExpense, WaiveExpense, WithdrawExpense } from '@rochdale/expenses';
import { UnitOfWork } from '@rochdale/platform';
import { noteOf, pageAbout, sendPage } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { leadTo, leadToButton, Visits } from '../visits.js';
import type { Visit } from '../visits.js';
import { endingEach, endingsPage } from './ending-claims.js';
import type { EndedClaims } from './ending-claims.js';
import { backToErasing } from './erase-me-page.js';
import { untickedClaims } from './money-between.js';
import { OwnClaims } from './own-claims.js';

/**
 * What stands in the way of an erasure and is one's own to end: claims that nobody decided, those
 * that are owed and were not let go, and what others claim for who does not want it. What the page
 * listed, and nothing that came since; one after the other: what ended has, also where another is
 * decided or released meanwhile, and who pressed is told of both.
 */
@Controller('pages')
export class TakeBackController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: OwnClaims,
    private readonly withdrawing: WithdrawExpense,
    private readonly waiving: WaiveExpense,
    private readonly declining: DeclineExpense,
  ) {}

  /** Reloaded, or out of the address bar: the buttons are on another page. */
  @Get(['take-back-claims', 'waive-claims', 'decline-claims'])
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('take-back-claims')
  async takeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor } = visit;
      const ids = listedIn(form, 'take-back', 'Expense');
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.submittedAmong(tx, ids));
      const ended = await endingEach(claims, (expenseId) =>
        this.withdrawing.execute(actor, { expenseId }),
      );
      await this.#tell(reply, visit, { ...ended, as: 'withdrawn' });
    });
  }

  /**
   * What their submitter took back meanwhile is as they wish as well.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('decline-claims')
  async decline(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor } = visit;
      const ids = listedIn(form, 'decline', 'Expense');
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.owedAmong(tx, ids));
      const ended = await endingEach(claims, (expenseId) =>
        this.declining.execute(actor, { expenseId }),
      );
      await this.#tell(reply, visit, { ...ended, as: 'rejected' });
    });
  }

  /**
   * What they ticked, and nothing that was approved since the page was shown.
   *
   * @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE
   */
  @Post('waive-claims')
  async waive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor } = visit;
      const ids = listedIn(form, 'waive', 'Expense');
      const claims = await this.unitOfWork.read(actor, (tx) => this.claims.owedAmong(tx, ids));
      if (claims.length === 0) {
        await sendPage(reply, 400, noteOf('Waive', untickedClaims, backToErasing(visit)));
        return;
      }
      const ended = await endingEach(claims, (expenseId) =>
        this.waiving.execute(actor, { expenseId }),
      );
      await this.#tell(reply, visit, { ...ended, as: 'waived' });
    });
  }

  /** By the other of two presses, or by whom it ended so: it is as they wished. */
  async #tell(reply: FastifyReply, visit: Visit, ended: EndedClaims): Promise<void> {
    const ids = ended.refused.map(({ claim }) => claim.id);
    const now = await this.unitOfWork.read(visit.actor, (tx) => this.claims.statuses(tx, ids));
    const refused = ended.refused.filter(({ claim }) => {
      const status = now.get(claim.id);
      return status !== ended.as && !(ended.as === 'rejected' && status === 'withdrawn');
    });
    if (refused.length === 0) {
      await leadTo(reply, pageAbout('erase-me', visit.cooperative.slug));
    } else await sendPage(reply, 409, endingsPage(visit, { ...ended, refused }));
  }
}
