import { EdsError } from '../errors.ts';

/**
 * The first gate: judges an XML text before any parser sees it. XML signatures cover what a canonicaliser makes of a
 * document, not its text, so everything that canonicalisation drops or rewrites (comments, DOCTYPE, CDATA, processing
 * instructions, entities, carriage returns) is refused rather than trusted to mean the same to every reader. Found by
 * attack on xml-crypto: see test/exploit/eds-xmldsig.exploit.spec.ts.
 */

export interface XmlLimits {
  /** In UTF-16 code units. */
  readonly size: number;
  readonly depth: number;
  readonly elements: number;
}

/** Far above any decision or login document; far below what hurts a parser. */
export const XML_LIMITS: XmlLimits = { size: 2_000_000, depth: 64, elements: 20_000 };

const DECLARATION =
  /^<\?xml[ \t\n]+version=["']1\.0["'](?:[ \t\n]+encoding=["']([A-Za-z0-9._-]{1,32})["'])?(?:[ \t\n]+standalone=["'](?:yes|no)["'])?[ \t\n]*\?>/;

// Controls other than tab and line feed, non-characters, and halves of surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/u;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7})));|&/g;

/**
 * Returns the text with line ends as XML 1.0 2.11 makes every parser read them, and without a byte-order mark. Throws
 * EdsError with the XML_… code of the first thing refused.
 */
export function acceptText(input: string, limits: XmlLimits = XML_LIMITS): string {
  if (input.length > limits.size) throw new EdsError('XML_TOO_LARGE');
  const text = input.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  if (FORBIDDEN_CHARACTER.test(text)) throw new EdsError('XML_CONTROL_CHARACTER');
  const declaration = DECLARATION.exec(text);
  if (declaration?.[1] !== undefined && declaration[1].toUpperCase() !== 'UTF-8') {
    throw new EdsError('XML_ENCODING');
  }
  const body = text.slice(declaration?.[0].length ?? 0);
  refuseMarkup(body);
  refuseReferences(body);
  measure(body, limits);
  return text;
}

/** `<!` and `<?` can only begin markup in well-formed XML, so a plain search finds all of it. */
function refuseMarkup(body: string): void {
  const match = /<!--|<!\[CDATA\[|<[!?]/.exec(body);
  if (!match) return;
  switch (match[0]) {
    case '<!--':
      throw new EdsError('XML_COMMENT');
    case '<![CDATA[':
      throw new EdsError('XML_CDATA');
    case '<?':
      throw new EdsError('XML_PROCESSING_INSTRUCTION');
    default:
      throw new EdsError('XML_DOCTYPE');
  }
}

/**
 * Only the five built-in entities and references to ordinary characters. A reference to a carriage return is let
 * through here, because Java writes `&#13;` at the line ends of base64; `structure.ts` refuses it everywhere else.
 */
function refuseReferences(body: string): void {
  for (const [, named, hex, decimal] of body.matchAll(REFERENCE)) {
    if (named !== undefined) continue;
    if (hex === undefined && decimal === undefined) throw new EdsError('XML_ENTITY');
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    if (code === 13) continue;
    if (code > 0x10ffff || (code < 32 && code !== 9 && code !== 10)) {
      throw new EdsError('XML_CONTROL_CHARACTER');
    }
    if (FORBIDDEN_CHARACTER.test(String.fromCodePoint(code))) throw new EdsError('XML_CONTROL_CHARACTER');
  }
}

/** One pass over the tags, mindful of quotes; no recursion, no backtracking. Counts depth, elements and attributes. */
function measure(body: string, limits: XmlLimits): void {
  let depth = 0;
  let elements = 0;
  for (let at = body.indexOf('<'); at !== -1; ) {
    const end = endOfTag(body, at);
    const isClosing = body[at + 1] === '/';
    if (isClosing) depth--;
    else elements++;
    if (!isClosing && body[end - 1] !== '/') depth++;
    if (depth < 0) throw new EdsError('XML_MALFORMED');
    if (depth > limits.depth) throw new EdsError('XML_TOO_DEEP');
    if (elements > limits.elements) throw new EdsError('XML_TOO_LARGE');
    at = body.indexOf('<', end);
  }
  if (depth !== 0) throw new EdsError('XML_MALFORMED');
}

const MAX_ATTRIBUTES = 128;
const OUTSIDE_QUOTES = /[^<>"']*/y;
const WITHIN_DOUBLE = /[^"<]*/y;
const WITHIN_SINGLE = /[^'<]*/y;

/** The place of the `>` that ends the tag beginning at `start`. */
function endOfTag(body: string, start: number): number {
  let at = start + 1;
  for (let attributes = 0; attributes <= MAX_ATTRIBUTES; attributes++) {
    at = skip(OUTSIDE_QUOTES, body, at);
    const mark = body[at];
    if (mark === '>') return at;
    if (mark !== '"' && mark !== "'") throw new EdsError('XML_MALFORMED');
    at = skip(mark === '"' ? WITHIN_DOUBLE : WITHIN_SINGLE, body, at + 1);
    if (body[at] !== mark) throw new EdsError('XML_MALFORMED');
    at++;
  }
  throw new EdsError('XML_TOO_LARGE');
}

function skip(pattern: RegExp, body: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(body);
  return pattern.lastIndex;
}
