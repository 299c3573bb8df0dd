import { Controller, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TakeHint } from '@rochdale/collections';
import { anonymousActor, plainIdIn } from '@rochdale/platform';

/** Where sources of money say that something happened. */
@Controller('hooks')
export class HooksController {
  constructor(private readonly takeHint: TakeHint) {}

  /** 204 for a hint that its source signed; 403 for anything else, whichever connections exist. */
  @Post('sources/:connection')
  @HttpCode(HttpStatus.NO_CONTENT)
  async hint(@Param('connection') connection: string, @Req() request: FastifyRequest) {
    const { headers, rawBody: raw = Buffer.alloc(0) } = request;
    const actor = anonymousActor(null, request.id);
    const connectionId = plainIdIn('MoneySource', connection);
    await this.takeHint.execute(actor, { connectionId, raw, headers });
  }
}
