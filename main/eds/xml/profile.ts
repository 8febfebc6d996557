/** The names of the National Certification Authority's XML signature profile (eds.md, C5). */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const C14N_WITH_COMMENTS = `${C14N}#WithComments`;
export const ENVELOPED = `${DSIG}enveloped-signature`;
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const PKIGOVKZ = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:';
export const GOST_2015_512 = `${PKIGOVKZ}gostr34102015-gostr34112015-512`;
export const STREEBOG_512 = `${PKIGOVKZ}gostr34112015-512`;

/** The two suites of the profile. Which one a signature must use is decided by the certificate's key, never by the XML. */
export type SignatureSuite = 'rsa-sha256' | 'gost-2015-512';

export const SUITES: Readonly<
  Record<SignatureSuite, { readonly signature: string; readonly digest: string }>
> = {
  'rsa-sha256': { signature: RSA_SHA256, digest: SHA256 },
  'gost-2015-512': { signature: GOST_2015_512, digest: STREEBOG_512 },
};
