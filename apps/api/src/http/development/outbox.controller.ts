import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KeptLetters } from '@rochdale/letters';
import { CONFIG, platformErrors } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { isLocalRequest } from '../kit/local-request.js';

/** Without a mail server, letters are read here: in development, on this machine. */
@Controller('development')
export class OutboxController {
  constructor(
    private readonly kept: KeptLetters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('outbox')
  async letters(@Req() request: FastifyRequest): Promise<object[]> {
    if (this.config.env === 'production' || !isLocalRequest(request)) {
      throw platformErrors.error('NOT_FOUND', 'There is nothing here.');
    }
    return this.kept.newest();
  }
}
