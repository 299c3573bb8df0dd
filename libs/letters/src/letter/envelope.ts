import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, openedOrNull, seal, sealingKey, unseal } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import type { Letter } from './letter.js';

const purpose = 'letters';

/** Letters are sealed until they are sent, because they may hold a link that signs in. */
@Injectable()
export class Envelope {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'secret'>) {}

  seal(letterId: string, letter: Letter): Buffer {
    const { secret } = this.config;
    return seal({ secret, purpose, rowId: letterId }, JSON.stringify(letter));
  }

  /** By which letters to an address are found, and which tells nobody the address. */
  markOf(email: string): Buffer {
    return this.#hmac('letter addresses', email.trim().toLowerCase());
  }

  /**
   * What a letter is called outside: the same whenever it is sent, so that one that goes out twice
   * is recognised, and nothing of its row's id, which tells when it was written and after which.
   */
  messageIdOf(letterId: string): string {
    return `<${this.#hmac('letter message ids', letterId).toString('hex').slice(0, 32)}@rochdale>`;
  }

  #hmac(of: string, text: string): Buffer {
    const { secret } = this.config;
    return createHmac('sha256', sealingKey({ secret, purpose: of }))
      .update(text)
      .digest();
  }

  /** Null where it does not open, which the operator is told: the rest is theirs all the same. */
  openIfWhole(letterId: string, sealed: Buffer): Letter | null {
    return openedOrNull({ purpose, rowId: letterId }, () => this.open(letterId, sealed));
  }

  /** @throws Error when the secret or the letter is another, or a byte was changed */
  open(letterId: string, sealed: Buffer): Letter {
    const { secret } = this.config;
    const letter = JSON.parse(unseal({ secret, purpose, rowId: letterId }, sealed)) as SealedLetter;
    if (typeof letter.to !== 'string') return { ...letter, to: letter.to };
    // Sealed by version 0.1.0, which knew addresses and plain text alone.
    return { ...letter, to: { email: letter.to, name: null }, topic: 'sign-in', html: null };
  }
}

type SealedLetter = Omit<Letter, 'to'> & { readonly to: string | Letter['to'] };
