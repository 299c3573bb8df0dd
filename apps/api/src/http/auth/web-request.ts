import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientAddressHeader } from '@rochdale/identity';
import type { IdentitySettings } from '@rochdale/identity';
import { platformErrors } from '@rochdale/platform';
import { refuseBrokenTexts } from '../../graphql/kit/value/texts.js';
import { isFromForeignPage, ownPages } from '../kit/page-of-request.js';

/** Headers that belong to one connection, or that only this edge may say. */
const notForwarded: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'transfer-encoding',
  'upgrade',
  clientAddressHeader,
]);

/**
 * What better-auth reads of where a request comes from. By its own rule a program is a stranger's
 * page as soon as it sends what Node's fetch sends. Ours is the one that counts, and was asked
 * before: so it is told of the service's own origin, and of nothing else.
 */
function headersOf(request: FastifyRequest, { publicUrl }: IdentitySettings): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || notForwarded.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  headers.set('origin', new URL(publicUrl).origin);
  headers.set(clientAddressHeader, request.ip);
  return headers;
}

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws CodedError FORBIDDEN for what somebody else's page made a browser send */
export function refuseForeignPage(
  { method, headers }: FastifyRequest,
  settings: IdentitySettings,
): void {
  if (safe.has(method) || !isFromForeignPage(headers, ownPages(settings))) return;
  throw platformErrors.error('FORBIDDEN', 'This page may not act for whoever reads it.');
}

/** Nothing that is asked of sign-in nests deeper. */
const deepest = 20;

/** Whether a value of JSON nests deeper, without walking further down than that. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inside) => isDeeper(inside, levels - 1));
}

/** Forms are read by the server for pages of ours and for files; what is asked here is JSON. */
const isForm = ({ headers }: FastifyRequest): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/)/i.test(headers['content-type'] ?? '');

/**
 * The request as the web knows it, under the address that the public uses.
 *
 * @throws CodedError INVALID_INPUT for a body that nests too deeply to be written again, or has a
 *   text that cannot be kept
 * @throws UnsupportedMediaTypeException for a form
 */
export function webRequest(request: FastifyRequest, settings: IdentitySettings): Request {
  const { method, body } = request;
  const url = new URL(request.url, settings.publicUrl);
  const bodiless = method === 'GET' || method === 'HEAD' || body === undefined || body === null;
  const headers = headersOf(request, settings);
  if (isDeeper(body, deepest)) {
    throw platformErrors.error('INVALID_INPUT', 'This body nests too deeply.');
  }
  if (!bodiless && isForm(request)) throw new UnsupportedMediaTypeException('Send JSON.');
  refuseBrokenTexts(body, []);
  return bodiless
    ? new Request(url, { method, headers })
    : new Request(url, { method, headers, body: JSON.stringify(body) });
}

/** What a page of ours asks /auth in the name of who sent its form. */
export interface AuthQuestion {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Posted as JSON; without one, the question is a GET. */
  readonly body?: object;
}

/** A question of a page of ours, by the address and the cookies of the request that it answers. */
export function questionOf(
  request: FastifyRequest,
  settings: IdentitySettings,
  { path, query = {}, body }: AuthQuestion,
): Request {
  const url = new URL(`/auth${path}`, settings.publicUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = headersOf(request, settings);
  headers.delete('content-type');
  if (body === undefined) return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
