import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import type { Type } from '@nestjs/common';

/** What answers requests of some method at some address: `GET /files/:id`. */
export interface Route {
  readonly name: string;
  /** The method of the controller. */
  readonly handler: (...given: never[]) => unknown;
}

const tidied = (path: string): string => `/${path}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');

/** The routes of these controllers, as their decorators say. */
export function routesOf(controllers: readonly Type<unknown>[]): Route[] {
  return controllers.flatMap((controller) => {
    const base = String(Reflect.getMetadata('path', controller));
    const methods = controller.prototype as object;
    return Object.getOwnPropertyNames(methods).flatMap((name) => {
      const handler: unknown = Reflect.get(methods, name);
      if (typeof handler !== 'function') return [];
      const path: unknown = Reflect.getMetadata('path', handler);
      const method: unknown = Reflect.getMetadata('method', handler);
      if (method === undefined) return [];
      const verb = RequestMethod[Number(method)];
      return (Array.isArray(path) ? path : [path]).map((one) => ({
        name: `${verb} ${tidied(`${base}/${one}`)}`,
        handler: handler as Route['handler'],
      }));
    });
  });
}
