import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock, CONFIG, Database, LOG, Metrics, Outage, platformErrors } from '@rochdale/platform';
import type { Config, Log } from '@rochdale/platform';
import { isLocalRequest } from '../kit/local-request.js';
import { Lifecycle } from './lifecycle.js';

const readyWithinMs = 2_000;

function sameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What an orchestrator and Prometheus ask. */
@Controller()
export class HealthController {
  readonly #unready: Outage;

  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly lifecycle: Lifecycle,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) log: Log,
  ) {
    const words = { begins: 'the service is not ready', ends: 'the service is ready again' };
    this.#unready = new Outage(log, words, 0);
  }

  /** Alive: the process answers. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'alive' };
  }

  /**
   * Ready: the books can be read, and the process is not shutting down. Says how far the machine's
   * clock is ahead of the database's, in milliseconds; the database's counts.
   */
  @Get('health/ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; clockDriftMs?: number }> {
    if (!this.lifecycle.isStopping && (await this.#canRead())) {
      return { status: 'ready', clockDriftMs: Math.round(this.clock.driftMs) };
    }
    void reply.status(503);
    return { status: this.lifecycle.isStopping ? 'stopping' : 'waiting for the database' };
  }

  /** Prometheus. With METRICS_TOKEN set, only for those who know it. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  async prometheus(@Req() request: FastifyRequest): Promise<string> {
    const expected = this.config.http.metricsToken;
    const given = request.headers.authorization ?? '';
    const allowed =
      expected === undefined ? isLocalRequest(request) : sameToken(given, `Bearer ${expected}`);
    if (!allowed) throw platformErrors.error('FORBIDDEN', 'Metrics need the metrics token.');
    return this.metrics.registry.metrics();
  }

  /** What stands in the way is in the log, once: it may name machines and roles. */
  async #canRead(): Promise<boolean> {
    const patience = new AbortController();
    const late = delay(readyWithinMs, undefined, patience).then(() => {
      throw new Error(`the database did not answer within ${readyWithinMs} ms`);
    });
    const read = this.database.readOne();
    try {
      await Promise.race([read, late]);
      this.#unready.worked();
      return true;
    } catch (error) {
      this.#unready.failed(error);
      return false;
    } finally {
      patience.abort();
      read.catch(() => undefined);
      late.catch(() => undefined);
    }
  }
}
