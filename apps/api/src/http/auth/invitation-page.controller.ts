import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentitySettings } from '@rochdale/identity';
import { AcceptInvitation, LookAtInvitation } from '@rochdale/membership';
import { anonymousActor, CodedError, platformErrors } from '@rochdale/platform';
import { cooperativeSaid, noteOf, sendPage, textOf } from '../kit/html-page.js';
import { nameFormOf, toEnter } from './letter-pages.js';
import { refuseForeignPage } from './web-request.js';

const title = 'Become a member';
const over = 'This invitation was used or revoked, or its time is over. Ask for another one.';
const done =
  'You are a member now. Sign in with this address: by a link that is sent to it, or choose a ' +
  'password with “forgot my password”.';

/** Where the link of an invitation leads as long as there is no web client to lead it to. */
@Controller('pages')
export class InvitationPageController {
  constructor(
    private readonly acceptInvitation: AcceptInvitation,
    private readonly lookAt: LookAtInvitation,
    private readonly settings: IdentitySettings,
  ) {}

  /** Asks; following a link does nothing yet. */
  @Get('invitation')
  async show(
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = textOf(token);
    if (given === '') await sendPage(reply, 400, noteOf(title, over));
    else await sendPage(reply, 200, nameFormOf(await this.#titleOf(request, given), given));
  }

  /** With the name of the co-operative, where the link leads somewhere. */
  async #titleOf(request: FastifyRequest, token: string): Promise<string> {
    const name = await this.lookAt.execute(anonymousActor(null, request.id), { token });
    return name === null ? title : `${title} of ${name}`;
  }

  /** @throws CodedError INVALID_INPUT, RATE_LIMITED, FORBIDDEN for somebody else's form */
  @Post('invitation')
  async act(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeignPage(request, this.settings);
    const sent = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const token = textOf(sent['token']);
    if (token === '') {
      throw platformErrors.error('INVALID_INPUT', 'A form has a token.', { path: ['token'] });
    }
    const displayName = textOf(sent['displayName']).trim();
    const input = { token, displayName: displayName === '' ? null : displayName };
    try {
      const actor = anonymousActor(null, request.id);
      await this.acceptInvitation.execute(actor, {
        ...input,
        address: request.ip,
        met: request.metLimits,
      });
    } catch (error) {
      if (!(error instanceof CodedError) || error.code === 'RATE_LIMITED') throw error;
      const isName = error.code === 'MEMBER_NAME_INVALID';
      const page = isName
        ? nameFormOf(await this.#titleOf(request, token), token, error.message)
        : noteOf(title, error.message);
      await sendPage(reply, 400, page);
      return;
    }
    await sendPage(reply, 200, noteOf(title, done, toEnter(cooperativeSaid(request))));
  }
}
