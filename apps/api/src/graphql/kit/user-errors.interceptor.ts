import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { catchError, map, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { CodedError, Metrics } from '@rochdale/platform';

/** What the client can do nothing about is an error of the request, not of its input. */
const ours: ReadonlySet<string> = new Set(['unavailable', 'internal']);

/** Turns a mutation's coded error into `userErrors`: one mapper for all mutations. */
@Injectable()
export class UserErrorsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'graphql') return next.handle();
    const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    if (info.operation.operation !== OperationTypeNode.MUTATION) return next.handle();
    return next.handle().pipe(
      map((payload: object) => ({ userErrors: [], ...payload })),
      catchError((error: unknown) => {
        if (!(error instanceof CodedError) || ours.has(error.kind)) return throwError(() => error);
        this.metrics.errors.inc({ code: error.code });
        const { code, message, path } = error;
        return of({ userErrors: [{ code, message, path: [...path] }] });
      }),
    );
  }
}
