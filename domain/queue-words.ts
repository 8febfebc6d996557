/**
 * A place in words, for the parent's print and the command line: the same codes as the screens', no other child named.
 * Kazakh first written; endings by kazakh.ts.
 */
import { showDate } from './civil-date.ts';
import { numberWith, ordinal, partOf, partOfGenitive } from './kazakh.ts';
import { russianForm } from './plural.ts';
import type { Ratio } from './priority.ts';
import { isoOfMicros } from './queue-order.ts';
import { type PlaceFigures, type PlaceReason, type PlaceReasonCode, placeReasons } from './queue-place.ts';

export type Language = 'kk' | 'ru' | 'en';
export type PlaceWords = {
  /** «14-орын, кезекте 187 бала» */
  readonly place: string;
  /** «Алдында 13 бала бар: 4-еуі жеңілдікпен, 9-ының өтініші ертерек берілген.» */
  readonly summary: string;
  /** One paragraph per reason, in the order to tell them. */
  readonly reasons: readonly string[];
};

/** The place and why. `child`: how the child is called, its given name. */
export function placeWords(
  figures: PlaceFigures,
  ratio: Ratio,
  child: string,
  language: Language,
): PlaceWords {
  return {
    place: PLACE[language](figures),
    summary: placeSummary(figures, language),
    reasons: placeReasons(figures, ratio).map((reason) => reasonWords(reason, child, language)),
  };
}

const PLACE: Readonly<Record<Language, (figures: PlaceFigures) => string>> = {
  kk: ({ place, total }) => `${ordinal(place, 'орын')}, кезекте ${total} бала`,
  ru: ({ place, total }) => `${place}-е место, в очереди ${children(total)}`,
  en: ({ place, total }) => `Place ${place} of ${total}`,
};

/** «Алдында 13 бала бар: 4-еуі жеңілдікпен, 9-ының өтініші ертерек берілген.» */
export function placeSummary(
  figures: Pick<PlaceFigures, 'ahead' | 'benefitAhead' | 'ordinaryAhead' | 'stream'>,
  language: Language,
): string {
  const { ahead, benefitAhead, ordinaryAhead } = figures;
  if (ahead === 0) {
    return { kk: 'Алдында ешкім жоқ.', ru: 'Впереди никого.', en: 'Nobody is ahead.' }[language];
  }
  const ordinary = figures.stream === 'ordinary';
  const parts = AHEAD[language];
  const told = [
    ...(benefitAhead > 0 ? [parts.benefit(benefitAhead)] : []),
    ...(ordinaryAhead > 0 ? [ordinary ? parts.earlier(ordinaryAhead) : parts.ratio(ordinaryAhead)] : []),
  ];
  return `${parts.all(ahead)}: ${told.join(', ')}.`;
}

type Ahead = Readonly<Record<'all' | 'benefit' | 'earlier' | 'ratio', (count: number) => string>>;
const AHEAD: Readonly<Record<Language, Ahead>> = {
  kk: {
    all: (n) => `Алдында ${n} бала бар`,
    benefit: (n) => `${partOf(n)} жеңілдікпен`,
    earlier: (n) => `${partOfGenitive(n)} өтініші ертерек берілген`,
    ratio: (n) => `${partOf(n)} арақатынас бойынша жалпы кезектен`,
  },
  ru: {
    all: (n) => `Впереди ${children(n)}`,
    benefit: (n) => `${n} с льготой`,
    earlier: (n) => `у ${n} заявление подано раньше`,
    ratio: (n) => `${n} из общей очереди по соотношению`,
  },
  en: {
    all: (n) => (n === 1 ? '1 child is ahead' : `${n} children are ahead`),
    benefit: (n) => `${n} with a benefit`,
    earlier: (n) => `${n} who applied earlier`,
    ratio: (n) => `${n} of the common queue by the ratio`,
  },
};

/** One reason as a sentence or two. Throws RangeError (PLACE_REASON) for values its code does not have. */
export function reasonWords(reason: PlaceReason, child: string, language: Language): string {
  const values = {
    text: (name: string): string => {
      const value = reason.values[name];
      if (typeof value !== 'string') throw new RangeError('PLACE_REASON');
      return value;
    },
    count: (name: string): number => {
      const value = reason.values[name];
      if (typeof value !== 'number') throw new RangeError('PLACE_REASON');
      return value;
    },
  };
  return WORDS[language][reason.code](values, child);
}

type Values = { readonly text: (name: string) => string; readonly count: (name: string) => number };
type Words = Readonly<Record<PlaceReasonCode, (values: Values, child: string) => string>>;

const KK: Words = {
  stands_ordinary: (v, child) =>
    `${child} жалпы кезекте: жеңілдігі жоқ. Өтініші ${momentKk(v.text('at'))} тіркелген.`,
  stands_priority: (v, child) =>
    `${child} жеңілдікпен тұр: бірінші кезекте. Өтініші ${momentKk(v.text('at'))} тіркелген.`,
  stands_out_of_turn: (v, child) =>
    `${child} жеңілдікпен тұр: кезектен тыс. Өтініші ${momentKk(v.text('at'))} тіркелген.`,
  together: (_, child) => `${child} бауырының артында тұр: бір отбасының балалары қатар тұрады.`,
  ratio_ordinary: (v) =>
    `${ratioText('Арақатынас', v)} ${fallsKk(v.count('benefitTotal'), v.count('benefitAhead'), v.count('benefitBehind'), v.count('place'))}`,
  ratio_benefit: (v) => {
    const block = v.count('benefit') + v.count('ordinary');
    const share = `${ratioText('Арақатынас', v)} Әр ${block} орынның ${partOf(v.count('benefit'))} жеңілдікпен беріледі`;
    const ordinary = v.count('ordinaryAhead');
    return ordinary === 0 ? `${share}.` : `${share}, сондықтан жалпы кезектен ${ordinary} бала алда.`;
  },
  one_stream: (v) =>
    v.text('stream') === 'ordinary'
      ? 'Жеңілдікпен күтіп тұрған бала жоқ: орындар өтініш уақыты бойынша беріледі.'
      : 'Жалпы кезекте бала жоқ: орындар жеңілдік түрі мен өтініш уақыты бойынша беріледі.',
  other_stream_ended: () => 'Екінші кезекте бұл орынға дейін бала қалмайды, оның орындары осы кезекке өтеді.',
  higher_class: (v) => `${v.count('count')} бала кезектен тыс құқықпен алда.`,
  earlier: (v) =>
    v.text('stream') === 'ordinary'
      ? `Жалпы кезекте ${v.count('count')} баланың өтініші одан бұрын тіркелген.`
      : `Сол жеңілдік түрімен ${v.count('count')} баланың өтініші одан бұрын тіркелген.`,
  first_of_stream: () => 'Өз кезегінде алдында ешкім жоқ.',
};

const RU: Words = {
  stands_ordinary: (v, child) =>
    `${child} в общей очереди: льготы нет. Заявление зарегистрировано ${momentOf(v.text('at'))}.`,
  stands_priority: (v, child) =>
    `${child} стоит по льготе: первоочередное право. Заявление зарегистрировано ${momentOf(v.text('at'))}.`,
  stands_out_of_turn: (v, child) =>
    `${child} стоит по льготе: внеочередное право. Заявление зарегистрировано ${momentOf(v.text('at'))}.`,
  together: (_, child) => `${child} стоит за братом или сестрой: дети одной семьи стоят рядом.`,
  ratio_ordinary: (v) =>
    `${ratioText('Соотношение', v)} ${fallsRu(v.count('benefitTotal'), v.count('benefitAhead'), v.count('benefitBehind'), v.count('place'))}`,
  ratio_benefit: (v) => {
    const block = v.count('benefit') + v.count('ordinary');
    const share = `${ratioText('Соотношение', v)} По льготе ${russianForm(v.count('benefit'), 'даётся', 'даются', 'даётся')} ${v.count('benefit')} из каждых ${block} мест`;
    const ordinary = v.count('ordinaryAhead');
    return ordinary === 0 ? `${share}.` : `${share}, поэтому впереди ${children(ordinary)} из общей очереди.`;
  },
  one_stream: (v) =>
    v.text('stream') === 'ordinary'
      ? 'По льготе никто не ждёт: места даются по времени заявления.'
      : 'В общей очереди никто не ждёт: места даются по виду льготы и времени заявления.',
  other_stream_ended: () => 'В другой очереди до этого места никого не останется, её места переходят этой.',
  higher_class: (v) => `Впереди ${children(v.count('count'))} с внеочередным правом.`,
  earlier: (v) => {
    const who = `${v.count('count')} ${ofChildren(v.count('count'))} заявление зарегистрировано раньше`;
    return v.text('stream') === 'ordinary' ? `В общей очереди у ${who}.` : `С тем же видом льготы у ${who}.`;
  },
  first_of_stream: () => 'В своей очереди впереди никого.',
};

const EN: Words = {
  stands_ordinary: (v, child) =>
    `${child} is in the common queue, without a benefit. The application was registered on ${momentOf(v.text('at'))}.`,
  stands_priority: (v, child) =>
    `${child} stands by a benefit: priority. The application was registered on ${momentOf(v.text('at'))}.`,
  stands_out_of_turn: (v, child) =>
    `${child} stands by a benefit: out of turn. The application was registered on ${momentOf(v.text('at'))}.`,
  together: (_, child) =>
    `${child} stands behind a brother or sister: children of one family stand together.`,
  ratio_ordinary: (v) =>
    `${ratioText('Ratio', v)} ${fallsEn(v.count('benefitTotal'), v.count('benefitAhead'), v.count('benefitBehind'), v.count('place'))}`,
  ratio_benefit: (v) => {
    const block = v.count('benefit') + v.count('ordinary');
    const share = `${ratioText('Ratio', v)} Of every ${block} places ${v.count('benefit')} go by benefit`;
    const ordinary = v.count('ordinaryAhead');
    return ordinary === 0 ? `${share}.` : `${share}, which puts ${ordinary} of the common queue ahead.`;
  },
  one_stream: (v) =>
    v.text('stream') === 'ordinary'
      ? 'Nobody waits with a benefit: places go by the time of the application.'
      : 'Nobody waits in the common queue: places go by the kind of benefit and the time of the application.',
  other_stream_ended: () =>
    'Nobody of the other queue is left before this place, and its places pass to this one.',
  higher_class: (v) =>
    v.count('count') === 1
      ? '1 child is ahead out of turn.'
      : `${v.count('count')} children are ahead out of turn.`,
  earlier: (v) => {
    const who = v.count('count') === 1 ? '1 child' : `${v.count('count')} children`;
    return v.text('stream') === 'ordinary'
      ? `In the common queue ${who} applied earlier.`
      : `With the same kind of benefit ${who} applied earlier.`;
  },
  first_of_stream: () => 'Nobody of its own queue is ahead.',
};

const WORDS: Readonly<Record<Language, Words>> = { kk: KK, ru: RU, en: EN };

function ratioText(word: string, values: Values): string {
  return `${word} ${values.count('benefit')} : ${values.count('ordinary')}.`;
}

function fallsKk(total: number, ahead: number, behind: number, place: number): string {
  if (behind === 0) return `Жеңілдігі бар ${total} бала ${place}-орынға дейін өтеді.`;
  if (ahead === 0) return `Жеңілдігі бар ${total} бала артында.`;
  return `Жеңілдігі бар ${total} баланың ${partOf(ahead)} ${place}-орынға дейін өтеді, қалған ${partOf(behind)} артында.`;
}

function fallsRu(total: number, ahead: number, behind: number, place: number): string {
  const pass = (n: number): string => russianForm(n, 'проходит', 'проходят', 'проходят');
  if (behind === 0) return `С льготой до ${place}-го места ${pass(total)} ${children(total)}.`;
  if (ahead === 0) return `С льготой позади ${children(total)}.`;
  return `Из ${total} ${ofChildren(total)} с льготой до ${place}-го места ${pass(ahead)} ${ahead}, позади ${behind}.`;
}

function fallsEn(total: number, ahead: number, behind: number, place: number): string {
  const who = total === 1 ? 'The 1 child with a benefit' : `The ${total} children with a benefit`;
  if (behind === 0) return `${who} ${total === 1 ? 'comes' : 'come'} before place ${place}.`;
  if (ahead === 0) return `${who} ${total === 1 ? 'is' : 'are'} behind.`;
  return `Of ${total} children with a benefit ${ahead} ${ahead === 1 ? 'comes' : 'come'} before place ${place}, ${behind} ${behind === 1 ? 'is' : 'are'} behind.`;
}

/** «1 ребёнок», «2 ребёнка», «5 детей» */
function children(count: number): string {
  return `${count} ${russianForm(count, 'ребёнок', 'ребёнка', 'детей')}`;
}

/** Genitive after «из», «у»: «1 ребёнка», «4 детей». */
function ofChildren(count: number): string {
  return russianForm(count, 'ребёнка', 'детей', 'детей');
}

/** «31.01.2026 09:14:22.318»: microseconds where the time has them, none where it is whole. */
export function momentOf(iso: string): string {
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  return `${showDate(date)} ${time}${fraction(iso)}`;
}

function fraction(iso: string): string {
  const digits = /\.(\d{1,6})/.exec(iso)?.[1]?.padEnd(6, '0') ?? '000000';
  if (Number(digits) === 0) return '';
  return `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`;
}

/** «31.01.2026 09:14:22.318-де»: the ending by the last number read. */
export function momentKk(iso: string): string {
  const text = momentOf(iso);
  const last = Number(/(\d+)$/.exec(text)?.[1] ?? '0');
  return `${text}-${numberWith(last, 'locative').split('-')[1] ?? ''}`;
}

/** As `momentOf`, of microseconds since 1970. */
export function momentOfMicros(at: number): string {
  return momentOf(isoOfMicros(at));
}
