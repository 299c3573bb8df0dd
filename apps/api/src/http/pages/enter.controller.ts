import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, IdentitySettings } from '@rochdale/identity';
import { platformErrors } from '@rochdale/platform';
import { authProblem } from '../auth/auth-problem.js';
import { questionOf, refuseForeignPage } from '../auth/web-request.js';
import type { AuthQuestion } from '../auth/web-request.js';
import { pageAbout, sendPage, textOf } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';
import { cooperativeAsked, enterFor, pageOnTheWay } from './cooperative-asked.js';
import { codePage, enterPage, linkSentPage, signedOutPage } from './enter-page.js';
import { fieldsOf, leadTo, leadToButton, Visits } from './visits.js';

/** Where the forms of this page go: to itself, on the way to wherever somebody came for. */
const wayOf = (request: FastifyRequest): string =>
  enterFor(cooperativeAsked(request), pageOnTheWay(request));

/** Where somebody signs in, and out, at the pages of the service itself. */
@Controller('pages')
export class EnterController {
  constructor(
    private readonly auth: Auth,
    private readonly settings: IdentitySettings,
    private readonly visits: Visits,
  ) {}

  @Get('enter')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, 200, enterPage(wayOf(request)));
  }

  /**
   * By an address alone a link is sent, by a password or a code a session is opened.
   *
   * @throws CodedError INVALID_INPUT, RATE_LIMITED, FORBIDDEN for somebody else's form
   */
  @Post('enter')
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeignPage(request, this.settings);
    const fields = fieldsOf(request);
    const [email, password, code] = [fields['email'], fields['password'], fields['code']].map(
      (one) => textOf(one).trim(),
    );
    if (code) await this.#open(request, reply, { path: '/two-factor/verify-totp', body: { code } });
    else if (!email) {
      const message = 'A form has an address, or a code.';
      throw platformErrors.error('INVALID_INPUT', message, { path: ['email'] });
    } else if (password) {
      const body = { email, password: textOf(fields['password']) };
      await this.#open(request, reply, { path: '/sign-in/email', body });
    } else await this.#sendLink(request, reply, email);
  }

  /** Reloaded, or out of the address bar: the button is on another page. */
  @Get('sign-out')
  async showButton(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await leadToButton(request, reply);
  }

  /** @throws CodedError INVALID_INPUT for no form of ours, FORBIDDEN, UNAVAILABLE */
  @Post('sign-out')
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.visits.act(request, reply, async () => {
      await this.visits.signOut(request, reply);
      await sendPage(reply, 200, signedOutPage());
    });
  }

  #ask(request: FastifyRequest, question: AuthQuestion): Promise<Response> {
    return this.auth.handle(questionOf(request, this.settings, question), request.metLimits ?? []);
  }

  async #open(request: FastifyRequest, reply: FastifyReply, question: AuthQuestion): Promise<void> {
    const cooperative = cooperativeAsked(request);
    const answer = await this.#ask(request, question);
    const text = await answer.text();
    const page = question.path === '/sign-in/email' ? enterPage : codePage;
    if (answer.status >= 300) {
      await this.#refuse(
        reply,
        answer,
        page(wayOf(request), authProblem(answer.status, text).detail),
      );
      return;
    }
    void reply.header('set-cookie', answer.headers.getSetCookie());
    const { twoFactorRedirect } = JSON.parse(text) as { twoFactorRedirect?: boolean };
    if (twoFactorRedirect === true) await sendPage(reply, 200, codePage(wayOf(request)));
    else await leadTo(reply, pageAbout(pageOnTheWay(request), cooperative));
  }

  async #sendLink(request: FastifyRequest, reply: FastifyReply, email: string): Promise<void> {
    const answer = await this.#ask(request, { path: '/sign-in/magic-link', body: { email } });
    if (answer.status < 300) {
      await sendPage(reply, 200, linkSentPage());
      return;
    }
    const { detail } = authProblem(answer.status, await answer.text());
    await this.#refuse(reply, answer, enterPage(wayOf(request), detail));
  }

  /** With the wait, where it is one. */
  async #refuse(reply: FastifyReply, { status, headers }: Response, page: HtmlPage): Promise<void> {
    const wait = headers.get('x-retry-after');
    if (wait !== null) void reply.header('retry-after', wait);
    await sendPage(reply, status < 400 ? 400 : status, page);
  }
}
