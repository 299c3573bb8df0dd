import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, platformErrors } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { graphiqlFiles, page } from './graphiql-files.js';

/** Everything from here, and scripts from files alone. The editor writes styles as it goes. */
const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self' data:`,
  `worker-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** A page to explore GraphQL with: all of it from this installation, on no network but this one. */
@Controller('graphiql')
export class GraphiqlController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws CodedError NOT_FOUND where it is not shown: in production, unless it is set */
  @Get()
  async show(@Res() reply: FastifyReply): Promise<void> {
    this.#requireShown();
    void reply.header('content-security-policy', policy).header('cache-control', 'no-cache');
    await reply.type('text/html; charset=utf-8').send(page);
  }

  /** @throws CodedError NOT_FOUND */
  @Get(':file')
  async file(@Param('file') name: string, @Res() reply: FastifyReply): Promise<void> {
    this.#requireShown();
    const file = (await graphiqlFiles()).get(name);
    if (file === undefined) throw platformErrors.error('NOT_FOUND', 'There is no such file.');
    void reply.header('content-security-policy', policy);
    await reply.header('cache-control', 'private, max-age=3600').type(file.type).send(file.text);
  }

  #requireShown(): void {
    if (this.config.graphql.graphiql) return;
    throw platformErrors.error('NOT_FOUND', 'There is nothing here.');
  }
}
