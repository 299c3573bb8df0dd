import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, IdentitySettings } from '@rochdale/identity';
import { platformErrors } from '@rochdale/platform';
import { authProblem } from './auth-problem.js';
import { cooperativeSaid, noteOf, sendPage, textOf } from '../kit/html-page.js';
import { formOf, letterPages, toEnter } from './letter-pages.js';
import type { LetterPage } from './letter-pages.js';
import { questionOf, refuseForeignPage } from './web-request.js';

const over = 'This link was used already, or its time is over. Ask for another one.';

function pageNamed(name: string): LetterPage {
  const page = letterPages.get(name);
  if (page === undefined) throw platformErrors.error('NOT_FOUND', 'There is no such page.');
  return page;
}

/** Where the links in letters lead as long as there is no web client to lead them to. */
@Controller('pages')
export class LetterPagesController {
  constructor(
    private readonly auth: Auth,
    private readonly settings: IdentitySettings,
  ) {}

  /** Asks; following a link does nothing yet. @throws CodedError NOT_FOUND */
  @Get(':page')
  async show(
    @Param('page') name: string,
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = pageNamed(name);
    const slug = cooperativeSaid(request);
    const given = textOf(token);
    if (given === '') await sendPage(reply, 400, noteOf(page.title, over, toEnter(slug)));
    else await sendPage(reply, 200, formOf(page, given));
  }

  /** @throws CodedError NOT_FOUND, INVALID_INPUT, FORBIDDEN for a form of somebody else's page */
  @Post(':page')
  async act(
    @Param('page') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = pageNamed(name);
    const slug = cooperativeSaid(request);
    refuseForeignPage(request, this.settings);
    const sent = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const form = { token: textOf(sent['token']), newPassword: textOf(sent['newPassword']) };
    if (form.token === '') {
      throw platformErrors.error('INVALID_INPUT', 'A form has a token.', { path: ['token'] });
    }
    const question = questionOf(request, this.settings, page.question(form));
    const response = await this.auth.handle(question, request.metLimits ?? []);
    if (response.status < 300) {
      void reply.header('set-cookie', response.headers.getSetCookie());
      await sendPage(reply, 200, noteOf(page.title, page.done, page.onwards(slug)));
      return;
    }
    const { code, detail } = authProblem(response.status, await response.text());
    // A link of better-auth's own that leads nowhere is answered with a redirection.
    const isOver = response.status < 400 || code.startsWith('INVALID_TOKEN');
    if (page.wantsPassword && !isOver) await sendPage(reply, 400, formOf(page, form.token, detail));
    else await sendPage(reply, 400, noteOf(page.title, isOver ? over : detail, toEnter(slug)));
  }
}
