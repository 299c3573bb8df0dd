import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { ImportMisfit, TemplateView } from '@rochdale/governance';
import { canonicalJson } from '@rochdale/platform';
import { Payload } from '../../kit/error/user-error.type.js';

@ObjectType('TemplateField', { description: 'What whoever uses a template fills in.' })
export class TemplateFieldType {
  @Field(() => String, { description: 'Its name, under which its value is sent.' })
  name!: string;

  @Field(() => String, { description: 'What is asked.' })
  label!: string;

  @Field(() => String, {
    description:
      'How its value is written: `line`, `text`, `lines`, `integer`, `amount` and `amounts` ' +
      '(minor units as digits), `day`, `choice`, `id`, `json`.',
  })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it may be left out.' })
  isOptional!: boolean;

  @Field(() => [String], { nullable: true, description: 'What there is to choose from.' })
  choices!: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'Of which type it is the id.' })
  idOf!: string | null;
}

@ObjectType('TemplateMisfit', {
  description: 'Why a template cannot be used, or is not taken over, as things stand.',
})
export class TemplateMisfitType {
  @Field(() => String, { description: 'The key of the template.' })
  key!: string;

  @Field(() => String, {
    description:
      'A code: `policy-unknown`, `action-unknown`, `action-policy-unfit`, ' +
      '`action-payload-invalid`, `action-not-alone`, `action-missing`, `placeholder-unknown`, ' +
      '`placeholder-unfit`, `field-doubled`, `field-incomplete`, `options-unfit`, `terms-unfit`, ' +
      '`window-unfit`, `policy-of-group`, `text-unfit`, `tags-unfit`, `id-unfit`; ' +
      '`already-there` of an import.',
  })
  code!: string;

  @Field(() => String, { description: 'The same in a sentence.' })
  message!: string;

  @Field(() => [String], { description: 'Where in the template.' })
  path!: readonly string[];
}

@ObjectType('ProposalTemplate', { description: 'What proposals are written from.' })
export class ProposalTemplateType {
  @Field(() => String, { description: 'Its short name, which never changes.' })
  key!: string;

  @Field(() => Int, { description: 'Its version; 0 as it ships.' })
  version!: number;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => String, { description: 'When to use it.' })
  purpose!: string;

  @Field(() => String, {
    description: 'The key of the policy that decides what is written from it.',
  })
  policyKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The pack to adopt, where no policy of the key is in force and one has it.',
  })
  policyPack!: string | null;

  @Field(() => [TemplateFieldType], { description: 'What is filled in.' })
  fields!: readonly TemplateFieldType[];

  @Field(() => [TemplateMisfitType], {
    description: 'What keeps it from being used as things stand; none where it can be.',
  })
  misfits!: readonly TemplateMisfitType[];

  @Field(() => String, { description: 'All of it as JSON, as `templateKeep` takes it.' })
  templateJson!: string;
}

@ObjectType({ description: 'Templates after a change, or why nothing was changed.' })
export class ProposalTemplatesPayload extends Payload {
  @Field(() => [ProposalTemplateType], {
    nullable: true,
    description: 'All that may be used, by title.',
  })
  templates?: readonly ProposalTemplateType[] | null;

  @Field(() => [TemplateMisfitType], {
    nullable: true,
    description: 'What of a file does not fit; then nothing of it is taken over.',
  })
  misfits?: readonly TemplateMisfitType[] | null;
}

export const toMisfit = ({ key, reason, message, path }: ImportMisfit): TemplateMisfitType => ({
  key,
  code: reason,
  message,
  path,
});

export function toTemplate({ template, version, misfits }: TemplateView): ProposalTemplateType {
  const { key, title, purpose, policy, fields } = template;
  return {
    key,
    version,
    title,
    purpose,
    policyKey: policy.key,
    policyPack: policy.pack,
    fields: fields.map(({ name, label, kind, optional = false, choices = null, of = null }) => ({
      name,
      label,
      kind,
      isOptional: optional,
      choices,
      idOf: of,
    })),
    misfits: misfits.map(toMisfit),
    templateJson: canonicalJson(template),
  };
}
