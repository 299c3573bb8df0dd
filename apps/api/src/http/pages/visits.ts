import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, IdentitySettings, SessionQueries } from '@rochdale/identity';
import { CooperativeQueries } from '@rochdale/membership';
import type { CooperativeRow } from '@rochdale/membership';
import { CodedError, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { questionOf } from '../auth/web-request.js';
import { ActorOfRequest } from '../kit/actor-of-request.js';
import {
  cooperativeSaid,
  isForPersons,
  noteOf,
  pageAbout,
  sendPage,
  textOf,
} from '../kit/html-page.js';
import { statusOfKind } from '../kit/problem.js';
import { cooperativeAsked, enterFor, pageOnTheWay } from './cooperative-asked.js';
import { choicePage } from './privacy-page.js';
import { signInAgainPage } from './sign-in-again.js';

/** Somebody who is signed in, at a page about what is theirs in one co-operative. */
export interface Visit {
  readonly actor: Actor;
  readonly sessionId: string;
  readonly cooperative: CooperativeRow;
  /** What forms of pages that this session was shown carry. */
  readonly formToken: string;
}

/** What a form said, by the names of its fields. */
export type FormFields = Readonly<Record<string, unknown>>;

export const fieldsOf = ({ body }: FastifyRequest): FormFields =>
  typeof body === 'object' && body !== null ? (body as FormFields) : {};

/** As many as a page is worth. */
const mostChoices = 100;

const title = 'Your data';
const oldForm =
  'This page is from before you signed in. Open it again, and press the button there.';

/** Lets to pages of one's own data who signed in, and the forms that these pages had. */
@Injectable()
export class Visits {
  constructor(
    private readonly actors: ActorOfRequest,
    private readonly settings: IdentitySettings,
    private readonly cooperatives: CooperativeQueries,
    private readonly unitOfWork: UnitOfWork,
    private readonly auth: Auth,
    private readonly sessions: SessionQueries,
  ) {}

  /**
   * Answers with what the page does for the visitor. Strangers are led to where one signs in; what
   * is refused to a person is a page that says so.
   *
   * @throws CodedError FORBIDDEN for keys and tokens, UNAVAILABLE
   */
  async show(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (visit: Visit) => Promise<void>,
  ): Promise<void> {
    try {
      const visit = await this.#visit(request, reply);
      if (visit !== null) await answer(visit);
    } catch (error) {
      const told = error instanceof CodedError && !isOurs(error) ? error : null;
      if (told === null || reply.sent || !isForPersons(request)) throw error;
      const wait = told.details.data?.['retryAfterSeconds'];
      if (wait !== undefined) void reply.header('retry-after', String(wait));
      await sendPage(reply, statusOfKind[told.kind], noteOf(title, told.message));
    }
  }

  /**
   * As `show`, for what a form does.
   *
   * @throws CodedError INVALID_INPUT for what is no form of ours
   */
  act(
    request: FastifyRequest,
    reply: FastifyReply,
    act: (visit: Visit, form: FormFields) => Promise<void>,
  ): Promise<void> {
    return this.show(request, reply, async (visit) => {
      const form = fieldsOf(request);
      const given = textOf(form['form']);
      if (given === '') {
        throw platformErrors.error('INVALID_INPUT', 'A form has its token.', { path: ['form'] });
      }
      if (isSame(given, visit.formToken)) await act(visit, form);
      else await sendPage(reply, 403, noteOf(title, oldForm));
    });
  }

  /** Ends the visitor's session, where it is there, and has the browser forget it. */
  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const question = questionOf(request, this.settings, { path: '/sign-out', body: {} });
    const ended = await this.auth.handle(question, request.metLimits ?? []);
    void reply.header('set-cookie', ended.headers.getSetCookie());
  }

  /**
   * As `act`, for what cannot be taken back: nobody does it who found a browser open.
   *
   * @throws CodedError INVALID_INPUT for what is no form of ours
   */
  actAnew(
    request: FastifyRequest,
    reply: FastifyReply,
    act: (visit: Visit, form: FormFields) => Promise<void>,
  ): Promise<void> {
    return this.act(request, reply, async (visit, form) => {
      if (await this.isNew(visit)) await act(visit, form);
      else
        await sendPage(reply, 403, signInAgainPage(visit.cooperative.slug, pageOnTheWay(request)));
    });
  }

  /** Whether the visitor signed in a moment ago, by the database's clock. */
  isNew({ actor, sessionId }: Visit): Promise<boolean> {
    return this.unitOfWork.read(actor, (tx) => this.sessions.isNew(tx, sessionId));
  }

  async #visit(request: FastifyRequest, reply: FastifyReply): Promise<Visit | null> {
    const { method, headers, ip: address, id: requestId, metLimits: met } = request;
    const asked = cooperativeAsked(request);
    const { actor, sessionId } = await this.actors.visitor(
      { method, headers, address, requestId, met },
      asked,
    );
    if (actor.kind === 'anonymous') {
      await leadTo(reply, enterFor(asked, pageOnTheWay(request)));
      return null;
    }
    if (sessionId === null) {
      throw platformErrors.error('FORBIDDEN', 'Pages are for persons who signed in.');
    }
    const cooperative = await this.unitOfWork.read(actor, (tx) => this.cooperatives.current(tx));
    if (cooperative !== null) {
      return { actor, sessionId, cooperative, formToken: this.#formTokenOf(sessionId) };
    }
    const own = await this.unitOfWork.read(actor, (tx) => this.#toChooseFrom(tx));
    await sendPage(reply, 200, choicePage(pageOnTheWay(request), own));
    return null;
  }

  /** Who belongs nowhere has what is kept of the account from any of them. */
  async #toChooseFrom(tx: Tx): Promise<readonly CooperativeRow[]> {
    const own = await this.cooperatives.ofViewer(tx);
    return own.length > 0 ? own : (await this.cooperatives.page(tx, { first: mostChoices })).rows;
  }

  /** Nobody can make it up, and it is worth nothing in another session. */
  #formTokenOf(sessionId: string): string {
    return createHmac('sha256', this.settings.secret)
      .update(`form of a page\n${sessionId}`)
      .digest('base64url');
  }
}

/** What is wrong on our side is on record as that, and nobody's to mend who reads a page. */
export const isOurs = ({ kind }: CodedError): boolean =>
  kind === 'internal' || kind === 'unavailable';

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** To another page of ours, which the browser then asks for. */
export async function leadTo(reply: FastifyReply, page: string): Promise<void> {
  await reply.status(303).header('location', page).header('cache-control', 'no-store').send();
}

/** From the address of what is only pressed to the page that has its button. */
export const leadToButton = (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
  leadTo(reply, pageAbout(pageOnTheWay(request), cooperativeSaid(request)));
