import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** What an authenticator says of how it was used: somebody was there, and showed who they are. */
const present = 0x01;
const verified = 0x04;
const withKey = 0x40;

/** Where and how an authenticator is asked; a test says what is odd about it. */
export interface Asked {
  readonly origin: string;
  readonly challenge: string;
  readonly domain?: string;
  readonly isVerified?: boolean;
  readonly userHandle?: string;
}

/** CBOR of a text of less than 24 bytes, or of up to 255 bytes. */
const cborText = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
const cborBytes = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x58, bytes.length]), bytes]);

/** A public key of P-256 as COSE writes it. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, 'base64url')),
  ]);
}

/** An authenticator that holds one key, as a phone or a stick would (WebAuthn, level 3). */
export class SoftwareAuthenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly credentialId = randomBytes(32);

  /** @param signCount how often it says that it signed; one that does not count says 0 for ever */
  constructor(
    readonly domain: string,
    public signCount = 1,
    private readonly counts = true,
  ) {}

  /** The answer to `navigator.credentials.create`. */
  register(asked: Asked): object {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const key = coseKey(this.#keys.publicKey);
    const added = Buffer.concat([Buffer.alloc(16), length, this.credentialId, key]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.from([0xa0]),
      cborText('authData'),
      cborBytes(Buffer.concat([this.#authData(asked, withKey), added])),
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', asked).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** The answer to `navigator.credentials.get`. */
  signIn(asked: Asked): object {
    if (this.counts) this.signCount += 1;
    const clientData = this.#clientData('webauthn.get', asked);
    const authData = this.#authData(asked, 0);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    const { userHandle } = asked;
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
      ...(userHandle === undefined
        ? {}
        : { userHandle: Buffer.from(userHandle).toString('base64url') }),
    });
  }

  #clientData(type: string, { origin, challenge }: Asked): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData({ domain = this.domain, isVerified = true }: Asked, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.signCount);
    const flags = present | (isVerified ? verified : 0) | more;
    return Buffer.concat([sha256(domain), Buffer.from([flags]), count]);
  }

  #answer(response: object): object {
    const id = this.credentialId.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
