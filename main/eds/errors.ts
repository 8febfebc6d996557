/** Every way a key file can be refused. Each has its own text in the locales, keyed by the code. */
export type KeyErrorCode =
  | 'KEY_WRONG_PASSWORD'
  | 'KEY_NOT_A_KEY_FILE'
  | 'KEY_TRUNCATED'
  | 'KEY_HOSTILE'
  | 'KEY_TOO_LARGE'
  | 'KEY_UNREADABLE'
  | 'KEY_GOST_2004'
  | 'KEY_ALGORITHM'
  | 'KEY_NO_PRIVATE_KEY'
  | 'KEY_NO_CERTIFICATE'
  | 'KEY_CERT_MISMATCH'
  | 'KEY_EXPIRED'
  | 'KEY_NOT_YET_VALID'
  | 'KEY_USAGE_LOGIN'
  | 'KEY_USAGE_SIGN';

/** Ways the signer process itself can refuse or fail a call. */
export type SignerErrorCode =
  | 'SIGNER_LOCKED'
  | 'SIGNER_UNKNOWN_KEY'
  | 'SIGNER_TIMEOUT'
  | 'SIGNER_LOST'
  | 'SIGNER_BAD_REQUEST'
  | 'SIGNER_FAILED';

/** Malformed ASN.1 or certificates. */
export type Asn1ErrorCode =
  | 'ASN1_MALFORMED'
  | 'ASN1_TRUNCATED'
  | 'ASN1_TOO_DEEP'
  | 'ASN1_TOO_LARGE'
  | 'CERTIFICATE_MALFORMED';

/** An XML text that is not accepted for signing or verifying: `xml/text-gate.ts` lists why each is refused. */
export type XmlErrorCode =
  | 'XML_TOO_LARGE'
  | 'XML_TOO_DEEP'
  | 'XML_MALFORMED'
  | 'XML_ENCODING'
  | 'XML_DOCTYPE'
  | 'XML_COMMENT'
  | 'XML_CDATA'
  | 'XML_PROCESSING_INSTRUCTION'
  | 'XML_CONTROL_CHARACTER'
  | 'XML_ENTITY'
  | 'XML_ALREADY_SIGNED';

export type EdsErrorCode =
  | KeyErrorCode
  | SignerErrorCode
  | Asn1ErrorCode
  | XmlErrorCode
  | 'TRUST_FOLDER_UNREADABLE'
  | 'TRUST_NOT_A_CA';

/**
 * A refusal with a code. `at` is the moment the code speaks of, where it does (KEY_EXPIRED: the end of validity;
 * KEY_NOT_YET_VALID: its start). The message repeats the code only: nothing of a key, a password or a person is in it.
 */
export class EdsError extends Error {
  readonly code: EdsErrorCode;
  readonly at: Date | null;

  constructor(code: EdsErrorCode, at: Date | null = null) {
    super(code);
    this.name = 'EdsError';
    this.code = code;
    this.at = at;
  }
}
