import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { CONFIG, Database, Metrics, platformErrors } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
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
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly lifecycle: Lifecycle,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Alive: the process answers. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'alive' };
  }

  /** Ready: the database answers and the process is not shutting down. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string }> {
    if (!this.lifecycle.isStopping && (await this.#databaseAnswers())) return { status: 'ready' };
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

  async #databaseAnswers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), readyWithinMs);
    });
    const answer = this.database.pool.query('select 1').then(
      () => true,
      () => false,
    );
    const ready = await Promise.race([answer, late]);
    clearTimeout(timer);
    return ready;
  }
}
