import { Body, Controller, Get, Header, HttpStatus, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErasedUserQueries, PartnerQueries, ReportUsage, toldShareOf } from '@rochdale/partners';
import type { UsageStatementRow, UsageVerdict } from '@rochdale/partners';
import {
  ownAudienceOf,
  formatDecimal,
  permit,
  platformErrors,
  toGlobalId,
  toMemberId,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, OwnIdAudience, PageRequest } from '@rochdale/platform';
import { problem } from '../kit/problem.js';
import type { Problem } from '../kit/problem.js';
import { RequestActor } from '../kit/request-actor.js';
import type { ActorRequest } from '../kit/request-actor.js';
import { eventOfHeaders, withData, withMemberId } from './cloud-event.js';
import { partnerApiDescription } from './partner-api.js';

/** The answer to a report: how many of each verdict, and each event's own. */
interface UsageReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rejected: number;
  readonly verdicts: readonly UsageVerdict[];
}

const batchType = 'application/cloudevents-batch+json';
const singleType = 'application/cloudevents+json';

/** Many events, each with its verdict, or the one that a report stands and falls by. */
interface Reported {
  readonly events: readonly unknown[];
  readonly isBatch: boolean;
}

/** One event or many, as the content type says; plain JSON may be either, or an event's data. */
function reportedBy({ headers }: ActorRequest, body: unknown, audience: OwnIdAudience): Reported {
  const [mediaType = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const isStructured = [batchType, singleType].includes(mediaType.trim());
  if (!isStructured && headers['ce-specversion'] !== undefined) {
    return { events: [withMemberId(eventOfHeaders(headers, body), audience)], isBatch: false };
  }
  const isBatch = Array.isArray(body);
  if (mediaType.trim() === batchType && !isBatch) {
    throw platformErrors.error('INVALID_INPUT', 'A batch of events is a JSON array.');
  }
  if (mediaType.trim() === singleType && isBatch) {
    throw platformErrors.error('INVALID_INPUT', `Send an array of events as ${batchType}.`);
  }
  if (body === undefined || body === null || typeof body !== 'object') {
    throw platformErrors.error('INVALID_INPUT', 'The body is a CloudEvent or an array of them.');
  }
  const events: readonly unknown[] = isBatch ? body : [body];
  return { events: events.map((event) => withMemberId(withData(event), audience)), isBatch };
}

function summed(verdicts: readonly UsageVerdict[]): UsageReport {
  const count = (status: UsageVerdict['status']): number =>
    verdicts.filter((verdict) => verdict.status === status).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    conflicts: count('conflict'),
    rejected: count('rejected'),
    verdicts,
  };
}

/** The problem of an event that came alone. */
function refused(report: UsageReport, reply: FastifyReply): UsageReport & Problem {
  const [verdict] = report.verdicts;
  const status = report.conflicts > 0 ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST;
  void reply.status(status).type('application/problem+json');
  const { code, message, path } = verdict ?? {};
  return {
    ...problem(status, code ?? 'EVENT_INVALID', message ?? 'the event is not in'),
    path: path ?? [],
    ...report,
  };
}

const money = (minor: bigint, currency: string) => ({
  minor: minor.toString(),
  currency,
  decimal: formatDecimal(minor, currency),
});

function statementJson(row: UsageStatementRow) {
  const { id, periodId, state, quantity, eventsHash, eventsSalt, currency } = row;
  return {
    id: toGlobalId('UsageStatement', id),
    periodId: toGlobalId('UsagePeriod', periodId),
    state,
    share: money(toldShareOf(row), currency),
    waitsFor: row.waits ? 'few-members' : null,
    accrued: money(row.accruedMinor, currency),
    amount: money(row.amountMinor, currency),
    quantity,
    events: row.events.toString(),
    lateEvents: row.lateEvents.toString(),
    eventsHash,
    eventsSalt,
    createdAt: row.createdAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
  };
}

function sizeOf(first: unknown): number {
  if (first === undefined) return 20;
  if (typeof first === 'string' && /^\d{1,3}$/.test(first) && Number(first) <= 100) {
    return Number(first);
  }
  const message = 'first is a whole number from 0 to 100.';
  throw platformErrors.error('INVALID_INPUT', message, { path: ['first'] });
}

/** @throws CodedError INVALID_INPUT, INVALID_CURSOR */
function pageOf({ query }: FastifyRequest, first: unknown, after: unknown): PageRequest {
  const isList = Object.keys(query as object).some((name) => name.startsWith('after['));
  if (isList || (after !== undefined && typeof after !== 'string')) {
    throw platformErrors.error('INVALID_CURSOR', 'This is not a cursor of this list.', {
      path: ['after'],
    });
  }
  return { first: sizeOf(first), after: after ?? null };
}

/** What partners' machines talk to, with an API key. */
@Controller('partner/v1')
export class PartnerController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reportUsage: ReportUsage,
    private readonly queries: PartnerQueries,
    private readonly erasedUsers: ErasedUserQueries,
  ) {}

  /**
   * 200 when every event is in (now or before); 207 when some of a batch are not: see the verdicts.
   * An event that was sent by itself and is not in is a problem, with its verdict in it.
   */
  @Post('usage-events')
  async report(
    @RequestActor() actor: Actor,
    @Req() request: ActorRequest,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UsageReport> {
    permit(actor, 'usage.report');
    const { events, isBatch } = reportedBy(request, body, ownAudienceOf(actor));
    const report = summed(await this.reportUsage.execute(actor, { events }));
    const isWhole = report.conflicts + report.rejected === 0;
    if (!isWhole && !isBatch) return refused(report, reply);
    void reply.status(isWhole ? HttpStatus.OK : HttpStatus.MULTI_STATUS);
    return report;
  }

  /** The partner's own statements, the newest first. */
  @Get('statements')
  @Header('cache-control', 'private, no-store')
  async statements(
    @RequestActor() actor: Actor,
    @Query('first') first: unknown,
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    permit(actor, 'usage-statement.read');
    if (actor.partnerId === null) {
      throw platformErrors.error('FORBIDDEN', 'This is for partners, by their API key.');
    }
    const asked = pageOf(request, first, after);
    const page = await this.unitOfWork.read(actor, (tx) => this.queries.statements(tx, asked));
    const last = page.rows.at(-1);
    return {
      items: page.rows.map(statementJson),
      nextCursor: page.hasNextPage && last !== undefined ? page.cursorOf(last) : null,
    };
  }

  /** Members of whom the partner reported usage, and who were erased since: the first day first. */
  @Get('erased-members')
  @Header('cache-control', 'private, no-store')
  async erasedMembers(
    @RequestActor() actor: Actor,
    @Query('first') first: unknown,
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    permit(actor, 'usage-event.read');
    const asked = pageOf(request, first, after);
    const page = await this.unitOfWork.read(actor, (tx) => this.erasedUsers.page(tx, asked));
    const last = page.rows.at(-1);
    return {
      items: page.rows.map(({ memberId, toldOn }) => ({
        memberId: toMemberId(memberId, ownAudienceOf(actor)),
        toldOn,
      })),
      // Also of the last page: what comes later is read from here on.
      nextCursor: last === undefined ? null : page.cursorOf(last),
    };
  }

  /** This API, as OpenAPI has it. */
  @Get('openapi.json')
  describe(): object {
    return partnerApiDescription;
  }
}
