import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  addDays,
  audienceOf,
  isDay,
  platformErrors,
  startOfDay,
  UnitOfWork,
} from '@rochdale/platform';
import { GiveDelegation, GiveProxy, RevokeDelegation } from '@rochdale/voting';
import { fromGlobalId, fromMemberId, optionalId } from '../../../graphql/kit/node/global-id.js';
import { pageAbout, sendPage, textOf } from '../../kit/html-page.js';
import { listedIn } from '../listed.js';
import { leadTo, leadToButton, Visits } from '../visits.js';
import type { Visit } from '../visits.js';
import { byProxy, delegationsPage, ofGroup, onTopic } from './my-delegations-page.js';
import { OwnDelegationsShown } from './shown-delegations.js';

/** The page on which a person has somebody vote for them, sees how it is used, and ends it. */
@Controller('pages')
export class MyDelegationsController {
  constructor(
    private readonly visits: Visits,
    private readonly unitOfWork: UnitOfWork,
    private readonly own: OwnDelegationsShown,
    private readonly giving: GiveDelegation,
    private readonly proxies: GiveProxy,
    private readonly revoking: RevokeDelegation,
  ) {}

  /** @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE */
  @Get('my-delegations')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.show(request, reply, async (visit) => {
      const find = textOf((request.query as Readonly<Record<string, unknown>>)['find']).trim();
      const shown = await this.unitOfWork.read(visit.actor, (tx) => this.own.of(tx, find));
      await sendPage(reply, 200, delegationsPage(visit, shown, find));
    });
  }

  /** Reloaded, or out of the address bar: the buttons are on the page itself. */
  @Get(['give-delegation', 'end-delegation'])
  async showButton(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('give-delegation')
  async give(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      const { actor } = visit;
      const on = textOf(form['on']);
      const isTopic = on.startsWith(onTopic);
      const isGroup = on.startsWith(ofGroup);
      const delegateId = fromMemberId(textOf(form['to']), audienceOf(actor), ['to']);
      if (on.startsWith(byProxy)) {
        const proposalId = fromGlobalId('Proposal', on.slice(byProxy.length), ['on']);
        await this.proxies.execute(actor, { holderId: delegateId, proposalId });
        await leadBack(reply, visit);
        return;
      }
      await this.giving.execute(actor, {
        delegateId,
        proposalId: optionalId('Proposal', isTopic || isGroup || on === '' ? null : on, ['on']),
        topicKey: isTopic ? on.slice(onTopic.length) : null,
        groupKey: isGroup ? on.slice(ofGroup.length) : null,
        expiresAt: endOf(textOf(form['until']), visit),
      });
      await leadBack(reply, visit);
    });
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('end-delegation')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.actAnew(request, reply, async (visit, form) => {
      for (const delegationId of listedIn(form, 'end', 'Delegation')) {
        await this.revoking.execute(visit.actor, { delegationId });
      }
      await leadBack(reply, visit);
    });
  }
}

/** The end of that day by the co-operative's clocks; null where none is said. */
function endOf(day: string, { cooperative }: Visit): Date | null {
  if (day === '') return null;
  if (isDay(day)) return startOfDay(addDays(day, 1), cooperative.timeZone);
  throw platformErrors.error('INVALID_INPUT', 'This is not a day.', { path: ['until'] });
}

const leadBack = (reply: FastifyReply, { cooperative }: Visit): Promise<void> =>
  leadTo(reply, pageAbout('my-delegations', cooperative.slug));
