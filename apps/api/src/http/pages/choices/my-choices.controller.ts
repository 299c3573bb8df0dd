import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WithdrawWaiver } from '@rochdale/dues';
import { WithdrawExpense } from '@rochdale/expenses';
import { ChooseVisibility } from '@rochdale/membership';
import { UnitOfWork } from '@rochdale/platform';
import { pageAbout, sendPage, textOf } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { choicesPage } from './my-choices-page.js';
import { OwnChoices } from './own-choices.js';
import { leadTo, leadToButton, Visits } from '../visits.js';
import type { Visit } from '../visits.js';

/** The page on which a person changes what they chose, and takes back what they asked for. */
@Controller('pages')
export class MyChoicesController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly choices: OwnChoices,
    private readonly choosing: ChooseVisibility,
    private readonly wishes: WithdrawWaiver,
    private readonly claims: WithdrawExpense,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('my-choices')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      const choices = await this.unitOfWork.read(visit.actor, (tx) => this.choices.of(tx));
      await sendPage(reply, 200, choicesPage(visit, choices));
    });
  }

  /** Reloaded, or out of the address bar: the buttons are on the page itself. */
  @Get(['choose-visibility', 'take-back-wish', 'take-back-claim'])
  async showButton(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('choose-visibility')
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.act(request, reply, async (visit, form) => {
      const [name, profile] = [textOf(form['name']), textOf(form['profile'])];
      await this.choosing.execute(visit.actor, { name, profile });
      await leadBack(reply, visit);
    });
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('take-back-wish')
  async takeBackWish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      for (const waiverId of listedIn(form, 'take-back', 'Waiver')) {
        await this.wishes.execute(visit.actor, { waiverId });
      }
      await leadBack(reply, visit);
    });
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('take-back-claim')
  async takeBackClaim(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      for (const expenseId of listedIn(form, 'take-back', 'Expense')) {
        await this.claims.execute(visit.actor, { expenseId });
      }
      await leadBack(reply, visit);
    });
  }
}

const leadBack = (reply: FastifyReply, { cooperative }: Visit): Promise<void> =>
  leadTo(reply, pageAbout('my-choices', cooperative.slug));
