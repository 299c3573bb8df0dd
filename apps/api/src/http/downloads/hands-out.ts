import { MethodNotAllowedException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { RouteOptions } from 'fastify';

/**
 * A route whose GET hands something out: takes it from where it is, writes down who had it, or
 * reads for as long as somebody listens. Fastify answers HEAD by doing all of that for nobody, so
 * here HEAD is refused before anything is looked at.
 */
export const HandsOut = (): MethodDecorator => RouteConfig({ handsOut: true });

interface Marked {
  readonly handsOut?: boolean;
}

/** Whether this method of a controller was marked so. */
export const refusesHead = (handler: object): boolean =>
  (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as Marked | undefined)?.handsOut ===
  true;

/**
 * Nothing but GET is left of a route that hands something out, and of the one of GraphQL: what may
 * be asked there by GET is looked at, and Fastify would carry out by HEAD whatever it is.
 */
export function refuseHead(route: RouteOptions): void {
  const { handsOut } = (route.config ?? {}) as Marked;
  if (route.method !== 'HEAD' || (handsOut !== true && route.url !== '/graphql')) return;
  route.handler = (_request, reply) => {
    void reply.header('allow', 'GET');
    throw new MethodNotAllowedException('What is here is had by GET alone.');
  };
}
