import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { rooms } from '@rochdale/house';
import {
  instantOf,
  isDay,
  permit,
  platformErrors,
  reportCsv,
  reportFile,
  reportRows,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Report, ReportParameter } from '@rochdale/platform';
import { HandsOut } from '../downloads/hands-out.js';
import { refuseUnknown } from '../kit/options.js';
import { RequestActor } from '../kit/request-actor.js';

const reports: ReadonlyMap<string, Report> = new Map(
  rooms.flatMap((room) => room.reports ?? []).map((one) => [`${reportFile(one.name)}.csv`, one]),
);

function parameterOf(name: string, { kind }: ReportParameter, value: unknown): unknown {
  if (value === undefined || value === '') return null;
  const text = typeof value === 'string' ? value : '';
  if (kind === 'text' && text.length <= 200) return text;
  if (kind === 'day' && isDay(text)) return text;
  const instant = kind === 'instant' ? instantOf(text) : null;
  if (instant !== null) return instant;
  const message = `${name} is ${kind === 'day' ? 'written 2026-01-31' : 'a moment, in UTC'}.`;
  throw platformErrors.error('INVALID_INPUT', message, { path: [name] });
}

/** Reports as files for spreadsheets. What is there is what rooms declare. */
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Written while it is read, so that a long report needs no more memory than a short one. */
  @Get(':file')
  @HandsOut()
  async download(
    @RequestActor() actor: Actor,
    @Param('file') file: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = reports.get(file);
    if (report === undefined) throw platformErrors.error('NOT_FOUND', 'There is no such report.');
    permit(actor, report.permission);
    refuseUnknown(query, Object.keys(report.params));
    const params = Object.fromEntries(
      Object.entries(report.params).map(([name, parameter]) => [
        name,
        parameterOf(name, parameter, query[name]),
      ]),
    );
    await reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${file}"`)
      .header('cache-control', 'private, no-store')
      .send(this.#bodyOf(report, actor, params));
  }

  /**
   * The transaction is open for as long as the client reads; a client that stops reading is cut off
   * by Postgres, and what fails midway ends the connection, so that no half report looks whole.
   */
  #bodyOf(report: Report, actor: Actor, params: Readonly<Record<string, unknown>>): Readable {
    const body = new PassThrough();
    this.unitOfWork
      .read(actor, (tx) => pipeline(reportCsv(report, reportRows(report, tx, params)), body))
      .catch((error: unknown) => body.destroy(error instanceof Error ? error : undefined));
    return body;
  }
}
