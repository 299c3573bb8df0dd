import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ConnectionRow, SourceRowView } from '@rochdale/collections';
import { canonicalJson } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { NodeType } from '../kit/node/node.type.js';
import { toGlobalId } from '../kit/node/global-id.js';

const MoneySourceStateEnum = { CONNECTED: 'connected', DISCONNECTED: 'disconnected' } as const;

registerEnumType(MoneySourceStateEnum, {
  name: 'MoneySourceState',
  description: 'Whether a source is asked.',
  valuesMap: {
    CONNECTED: { description: 'Swept every few minutes into lines of its account.' },
    DISCONNECTED: { description: 'Not asked any more; what it told stays.' },
  },
});

const SourceRowReasonEnum = {
  UNREADABLE: 'unreadable',
  NOTHING_MOVED: 'nothing-moved',
  FOREIGN_CURRENCY: 'foreign-currency',
  CHANGED: 'changed',
} as const;

registerEnumType(SourceRowReasonEnum, {
  name: 'SourceRowReason',
  description: 'Why a row did not become a line by itself.',
  valuesMap: {
    UNREADABLE: { description: 'What it moved could not be read.' },
    NOTHING_MOVED: { description: 'It moved nothing.' },
    FOREIGN_CURRENCY: { description: 'It is in another currency than the account.' },
    CHANGED: { description: 'Its source tells it in another way than before.' },
  },
});

@ObjectType('MoneySource', {
  implements: () => [NodeType],
  description: 'Where lines of an account come from by themselves.',
})
export class MoneySourceType extends NodeType {
  @Field(() => ID, { description: 'The account that it keeps.' })
  bankAccountId!: string;

  @Field(() => String, { description: 'The name of the source.' })
  source!: string;

  @Field(() => String, { description: 'What it was told besides, as JSON. No secrets.' })
  settingsJson!: string;

  @Field(() => MoneySourceStateEnum, { description: 'Whether it is asked.' })
  state!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The code of what went wrong with the last sweep. Null when nothing did.',
  })
  failureCode!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it last answered.' })
  sweptAt!: Date | null;

  @Field(() => Date, { description: 'Since when it is connected, the last time.' })
  connectedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was disconnected.' })
  disconnectedAt!: Date | null;
}

@ObjectType('SourceRow', {
  implements: () => [NodeType],
  description: 'What a source told, as it waits for a person.',
})
export class SourceRowType extends NodeType {
  /** The row's id, for resolvers; not part of the schema. */
  rowId!: string;

  @Field(() => ID, { description: 'The source that told it.' })
  moneySourceId!: string;

  @Field(() => String, { description: 'The source’s own id.' })
  externalId!: string;

  @Field(() => Int, {
    description: 'How often the source told it in another way, itself included.',
  })
  version!: number;

  @Field(() => SourceRowReasonEnum, { nullable: true, description: 'Why it waits.' })
  waits!: string | null;

  @Field(() => String, {
    description:
      'What the source said, byte for byte; `{}` where the payment is of who was erased.',
  })
  json!: string;

  @Field(() => Date, { description: 'When it was told.' })
  sweptAt!: Date;
}

export const SourceRowConnection = connectionOf('SourceRow', SourceRowType);

export function toMoneySource(row: ConnectionRow): MoneySourceType {
  const { id, bankAccountId, settings, source, state, failureCode, sweptAt } = row;
  const { connectedAt, disconnectedAt } = row;
  return {
    id: toGlobalId('MoneySource', id),
    bankAccountId: toGlobalId('BankAccount', bankAccountId),
    settingsJson: canonicalJson(settings),
    source,
    state,
    failureCode,
    sweptAt,
    connectedAt,
    disconnectedAt,
  };
}

export function toSourceRow(row: SourceRowView): SourceRowType {
  const { id, connectionId, externalId, version, waits, json, sweptAt } = row;
  return {
    rowId: id,
    id: toGlobalId('SourceRow', id),
    moneySourceId: toGlobalId('MoneySource', connectionId),
    externalId,
    version,
    waits,
    json,
    sweptAt,
  };
}
