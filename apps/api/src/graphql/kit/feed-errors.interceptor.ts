import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { LOG, Metrics } from '@rochdale/platform';
import type { Log } from '@rochdale/platform';
import { GraphqlErrors } from './graphql-errors.js';

/**
 * A feed that ends with an error tells it with a code. The socket sends errors as they are, past
 * the mapper of queries, so that they have to be mapped before they get there.
 */
@Injectable()
export class FeedErrorsInterceptor implements NestInterceptor {
  readonly #errors: GraphqlErrors;

  constructor(@Inject(LOG) log: Log, metrics: Metrics) {
    this.#errors = new GraphqlErrors(log, metrics);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'graphql') return next.handle();
    const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    if (info.operation.operation !== OperationTypeNode.SUBSCRIPTION) return next.handle();
    return next.handle().pipe(
      map((feed: unknown) => {
        const isFeed = typeof feed === 'object' && feed !== null && Symbol.asyncIterator in feed;
        return isFeed ? this.#coded(feed as AsyncIterable<unknown>) : feed;
      }),
    );
  }

  async *#coded(feed: AsyncIterable<unknown>): AsyncGenerator {
    try {
      yield* feed;
    } catch (error) {
      const { message, extensions = {} } = this.#errors.one(error);
      throw new GraphQLError(message, { extensions });
    }
  }
}
