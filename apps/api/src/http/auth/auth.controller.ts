import { All, Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, IdentitySettings } from '@rochdale/identity';
import { authProblem } from './auth-problem.js';
import { refuseForeignPage, webRequest } from './web-request.js';

/** Sign-up, sign-in, sign-out, reset, magic links, second factors, OpenID Connect. */
@Controller()
export class AuthController {
  constructor(
    private readonly auth: Auth,
    private readonly settings: IdentitySettings,
  ) {}

  /** @throws CodedError FORBIDDEN for somebody else's page */
  @All('auth/*')
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeignPage(request, this.settings);
    const response = await this.auth.handle(
      webRequest(request, this.settings),
      request.metLimits ?? [],
    );
    const text = await response.text();
    void reply.status(response.status).header('cache-control', 'no-store');
    for (const [name, value] of response.headers) {
      if (name !== 'set-cookie' && name !== 'content-length') void reply.header(name, value);
    }
    const cookies = response.headers.getSetCookie();
    if (cookies.length > 0) void reply.header('set-cookie', cookies);
    if (response.status < 400) {
      await reply.send(text);
      return;
    }
    const retryAfter = response.headers.get('x-retry-after');
    if (retryAfter !== null) void reply.header('retry-after', retryAfter);
    const problem = authProblem(response.status, text, request.body);
    await reply.type('application/problem+json').send(JSON.stringify(problem));
  }
}
