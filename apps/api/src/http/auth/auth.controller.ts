import { All, Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Auth, clientAddressHeader, IdentitySettings } from '@rochdale/identity';
import { authProblem } from './auth-problem.js';

/** Headers that belong to one connection, or that only this edge may set. */
const notForwarded: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  clientAddressHeader,
]);

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || notForwarded.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  headers.set(clientAddressHeader, request.ip);
  return headers;
}

/** The request as the web knows it, under the address that the public uses. */
export function webRequest(request: FastifyRequest, publicUrl: string): Request {
  const { method, body } = request;
  const url = new URL(request.url, publicUrl);
  const bodiless = method === 'GET' || method === 'HEAD' || body === undefined || body === null;
  const headers = headersOf(request);
  return bodiless
    ? new Request(url, { method, headers })
    : new Request(url, { method, headers, body: JSON.stringify(body) });
}

/** Sign-up, sign-in, sign-out, reset, magic links, second factors, OpenID Connect. */
@Controller()
export class AuthController {
  constructor(
    private readonly auth: Auth,
    private readonly settings: IdentitySettings,
  ) {}

  @All('auth/*')
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const response = await this.auth.handle(webRequest(request, this.settings.publicUrl));
    const text = await response.text();
    void reply.status(response.status).header('cache-control', 'no-store');
    for (const [name, value] of response.headers) {
      if (name !== 'set-cookie' && name !== 'content-length') void reply.header(name, value);
    }
    const cookies = response.headers.getSetCookie();
    if (cookies.length > 0) void reply.header('set-cookie', cookies);
    if (response.status < 400) {
      await reply.send(text === '' ? null : text);
      return;
    }
    const retryAfter = response.headers.get('x-retry-after');
    if (retryAfter !== null) void reply.header('retry-after', retryAfter);
    const problem = authProblem(response.status, text);
    await reply.type('application/problem+json').send(JSON.stringify(problem));
  }
}
