import { Query, Resolver } from '@nestjs/graphql';
import { allErrorCodes } from '@rochdale/platform';
// Loaded for what it declares.
import '../../http/kit/edge-errors.js';
import { ErrorCodeType, toErrorCode } from './error-code.type.js';

/** What programs may have to answer. It is the same for everybody, and known from the source. */
@Resolver(() => ErrorCodeType)
export class ErrorCodeResolver {
  @Query(() => [ErrorCodeType], {
    description: 'Every reason why something is refused or did not come about, by name.',
  })
  errorCodes(): ErrorCodeType[] {
    return [...allErrorCodes()].map(toErrorCode).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }
}
