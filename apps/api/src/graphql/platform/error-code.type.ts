import { Field, ObjectType } from '@nestjs/graphql';
import type { ErrorKind } from '@rochdale/platform';

@ObjectType('ErrorCode', { description: 'A reason why something was refused, for programs.' })
export class ErrorCodeType {
  @Field(() => String, { description: 'As `userErrors` and the extensions of errors tell it.' })
  code!: string;

  @Field(() => String, {
    description:
      'What sort of refusal it is: invalid, unauthenticated, forbidden, not_found, conflict, ' +
      'too_large, rate_limited, unavailable or internal.',
  })
  kind!: string;
}

export const toErrorCode = ([code, kind]: readonly [string, ErrorKind]): ErrorCodeType => ({
  code,
  kind,
});
