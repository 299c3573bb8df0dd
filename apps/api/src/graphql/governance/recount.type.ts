import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

export const RecountFormatEnum = { JSON: 'json', BLT: 'blt', PABULIB: 'pabulib' } as const;

registerEnumType(RecountFormatEnum, {
  name: 'RecountFormat',
  description: 'How a file of a vote is written.',
  valuesMap: {
    JSON: { description: 'Everything that it was decided by: `rochdale recount FILE` checks it.' },
    BLT: { description: 'Rankings alone, as other counting programs read them.' },
    PABULIB: { description: 'Votes on a budget, as other counting programs read them.' },
  },
});

export const ReceiptFindingEnum = {
  COUNTED: 'counted',
  SUPERSEDED: 'superseded',
  TAKEN_BACK: 'taken-back',
  VOID: 'void',
  UNKNOWN: 'unknown',
} as const;

registerEnumType(ReceiptFindingEnum, {
  name: 'ReceiptFinding',
  description: 'Where a receipt stands in the published list of a vote.',
  valuesMap: {
    COUNTED: { description: 'It is in the list, and its ballot counts.' },
    SUPERSEDED: {
      description:
        'It is in the list; its voter cast another ballot later, or was on no list of members ' +
        'any more when voting closed, where the rule’s `leavers` has such ballots void.',
    },
    TAKEN_BACK: { description: 'It is in the list; its voter took the ballot back.' },
    VOID: { description: 'It is in the list; the text that it was on was amended.' },
    UNKNOWN: { description: 'It is not in the list.' },
  },
});

@ObjectType('RecountFile', {
  description: 'A file from which a decided vote is counted again, without this service.',
})
export class RecountFileType {
  @Field(() => RecountFormatEnum, { description: 'How it is written.' })
  format!: string;

  @Field(() => String, {
    description: 'Where to fetch it, with the same token: the path of a GET request.',
  })
  path!: string;
}
