/** Words of printed papers, Kazakh first. Papers are bilingual by law, so both stand here and not in the screens' locales. */
import { almatyDate, almatyTime } from '../../domain/calendar.ts';
import { showDate } from '../../domain/civil-date.ts';
import type { DecisionOutcome } from '../../domain/decision-document.ts';
import type { VerificationLine } from '../../preload/contract/decisions.ts';

export type PaperLanguage = 'kk' | 'ru';
type Pair = Readonly<Record<PaperLanguage, string>>;
const pair = (kk: string, ru: string): Pair => ({ kk, ru });

export const TITLES = {
  approved: pair('Өтінішті мақұлдау туралы хабарлама', 'Уведомление об одобрении заявления'),
  returned: pair(
    'Өтінішті түзетуге қайтару туралы хабарлама',
    'Уведомление о возврате заявления на исправление',
  ),
  refused: pair('Дәлелді бас тарту туралы хабарлама', 'Уведомление о мотивированном отказе'),
  reopened: pair('Өтінішті қайта қарау туралы хабарлама', 'Уведомление о повторном рассмотрении заявления'),
  offered: pair('Балабақшадан орын ұсыну туралы хабарлама', 'Уведомление о предложении места в детском саду'),
  accepted: pair('Орынға келісім туралы хабарлама', 'Уведомление о согласии на место'),
  declined: pair('Орыннан бас тарту туралы хабарлама', 'Уведомление об отказе от места'),
  referred: pair('Жолдама беру туралы хабарлама', 'Уведомление о выдаче направления'),
  extended: pair('Жолдаманың мерзімін ұзарту туралы хабарлама', 'Уведомление о продлении срока направления'),
  cancelled: pair('Жолдаманың күшін жою туралы хабарлама', 'Уведомление об аннулировании направления'),
  benefit_confirmed: pair('Жеңілдікті растау туралы хабарлама', 'Уведомление о подтверждении льготы'),
  benefit_rejected: pair('Жеңілдіктің расталмауы туралы хабарлама', 'Уведомление о неподтверждении льготы'),
  restored: pair('Кезекке қайта қою туралы хабарлама', 'Уведомление о восстановлении в очереди'),
  transferred: pair('Баланы ауыстыру туралы хабарлама', 'Уведомление о переводе ребёнка'),
  exchanged: pair('Орын алмасу туралы хабарлама', 'Уведомление об обмене местами'),
  documents_received: pair('Құжаттарды қабылдау туралы хабарлама', 'Уведомление о приёме документов'),
  admitted: pair('Балабақшаға қабылдау туралы хабарлама', 'Уведомление о зачислении в детский сад'),
  admission_refused: pair(
    'Балабақшаға қабылдаудан бас тарту туралы хабарлама',
    'Уведомление об отказе в зачислении',
  ),
  withdrawn: pair('Баланы балабақшадан шығару туралы хабарлама', 'Уведомление об отчислении ребёнка'),
  linked: pair('Ата-ананың ЖСН-ын біріктіру туралы хабарлама', 'Уведомление о привязке ИИН родителя'),
  unlinked: pair('Ата-ананың ЖСН-ын ажырату туралы хабарлама', 'Уведомление об отвязке ИИН родителя'),
  link_disputed: pair('Туыстыққа дау туралы хабарлама', 'Уведомление о споре о родстве'),
  dispute_resolved: pair('Туыстық дауының шешілуі туралы хабарлама', 'Уведомление о решении спора о родстве'),
  applicant_replaced: pair('Өтініш берушіні ауыстыру туралы хабарлама', 'Уведомление о замене заявителя'),
  companion_approved: pair(
    'Еріп жүрушіні мақұлдау туралы хабарлама',
    'Уведомление об одобрении сопровождающего',
  ),
  companion_refused: pair(
    'Еріп жүрушіні мақұлдамау туралы хабарлама',
    'Уведомление об отказе сопровождающему',
  ),
  companion_suspended: pair(
    'Еріп жүрушінің рұқсатын тоқтата тұру туралы хабарлама',
    'Уведомление о приостановке разрешения сопровождающего',
  ),
  companion_resumed: pair(
    'Еріп жүрушінің рұқсатын қайта қосу туралы хабарлама',
    'Уведомление о возобновлении разрешения сопровождающего',
  ),
  registered: pair('Кезекке тіркелгені туралы құжат', 'Документ о постановке на очередь'),
  duplicate_removed: pair(
    'Қайталанған өтінішті кезектен алу туралы хабарлама',
    'Уведомление о снятии повторного заявления с очереди',
  ),
  duplicate_reinstated: pair('Кезекке қайтару туралы хабарлама', 'Уведомление о возврате в очередь'),
  link_request_refused: pair(
    'Біріктіру сұрауынан бас тарту туралы хабарлама',
    'Уведомление об отказе в просьбе о привязке',
  ),
} as const satisfies Readonly<Record<DecisionOutcome, Pair>>;

export const LABELS = {
  number: pair('Шешімнің нөмірі', 'Номер решения'),
  date: pair('Күні мен уақыты', 'Дата и время'),
  application: pair('Өтініш', 'Заявление'),
  child: pair('Бала', 'Ребёнок'),
  applicant: pair('Өтініш беруші', 'Заявитель'),
  asker: pair('Сұраған адамның ЖСН-ы', 'ИИН обратившегося'),
  reason: pair('Себебі', 'Причина'),
  note: pair('Ескерту', 'Примечание'),
  due: pair('Түзету мерзімі', 'Срок исправления'),
  corrects: pair('Түзетілетін шешім', 'Исправляемое решение'),
  officer: pair('Шешім қабылдаған', 'Решение принял(а)'),
  signature: pair('Қолтаңба', 'Подпись'),
  certificate: pair('Тіркеу куәлігі', 'Регистрационное свидетельство'),
  check: pair('Тексеру', 'Проверка'),
  protocol: pair('Қолтаңбаны тексеру хаттамасы', 'Протокол проверки подписи'),
  verifiedAt: pair('Тексерілген уақыты', 'Время проверки'),
  xmlHash: pair('Қолтаңбалы XML, SHA-256', 'Подписанный XML, SHA-256'),
  factsHash: pair('Деректер мен скандар, SHA-256', 'Данные и сканы, SHA-256'),
  result: pair('Қорытынды', 'Результат'),
} as const;

export const TEXTS = {
  electronic: pair(
    'Бұл хабарлама ЭЦҚ қойылған шешім негізінде жасалды. Шешімнің түпнұсқасы — қолтаңбалы XML құжат.',
    'Уведомление составлено по решению, подписанному ЭЦП. Подлинник решения — подписанный XML-документ.',
  ),
  qr: pair(
    'QR кодта шешімнің нөмірі мен қолтаңбалы құжаттың хеші бар.',
    'В QR-коде номер решения и хеш подписанного документа.',
  ),
  sample: pair(
    'Үлгі: сынақ немесе демо кілтпен қол қойылған, заңдық күші жоқ.',
    'Образец: подписано тестовым или демонстрационным ключом, юридической силы не имеет.',
  ),
  good: pair('Қолтаңба жарамды', 'Подпись верна'),
  bad: pair('Қолтаңба жарамсыз', 'Подпись неверна'),
} as const;

export const LINES: Readonly<Record<VerificationLine['code'], Pair>> = {
  document: pair('Құжат өзгермеген', 'Документ не изменён'),
  signature: pair('Қолтаңба дұрыс', 'Подпись верна'),
  chain: pair('Куәліктер тізбегі сенімді', 'Цепочка сертификатов доверенная'),
  revocation: pair('Куәлік қайтарылып алынбаған', 'Сертификат не отозван'),
  authority: pair('Қол қоюға өкілеттігі болған', 'Полномочие подписать было'),
  timestamp: pair('Уақыт белгісі', 'Метка времени'),
};

export const STATES: Readonly<Record<VerificationLine['state'], Pair>> = {
  ok: pair('иә', 'да'),
  failed: pair('ЖОҚ', 'НЕТ'),
  not_checked: pair('тексерілмеді', 'не проверено'),
};

/** Why a line is what it is, for the reasons a reader outside the office meets; others stand as their code. */
export const REASONS: Readonly<Record<string, Pair>> = {
  NOT_CONFIGURED: pair('OCSP, CRL бапталмаған', 'OCSP и CRL не настроены'),
  TSP_NOT_CONFIGURED: pair('TSP бапталмаған', 'TSP не настроен'),
  TIMEOUT: pair('қызмет жауап бермеді', 'служба не ответила'),
  UNREACHABLE: pair('байланыс болмады', 'не было связи'),
  SIG_VALUE: pair('қолтаңба мәні сәйкес емес', 'значение подписи не сходится'),
  SIG_DIGEST: pair('құжат өзгертілген', 'документ изменён'),
  ROW_DIFFERS: pair('дерекқордағы жазба құжаттан өзге', 'запись в базе отличается от документа'),
  FACTS_DIFFER: pair('деректер құжаттан өзге', 'данные отличаются от документа'),
  KEY_REVOKED: pair('куәлік қайтарып алынған', 'сертификат отозван'),
  POST_NOT_IN_FORCE: pair('міндет күшінде болмаған', 'должность не действовала'),
};

export const ROLES: Readonly<Record<string, Pair>> = {
  clerk: pair('маман', 'специалист'),
  head: pair('меңгеруші', 'заведующий'),
  supervisor: pair('бақылаушы', 'наблюдатель'),
  admin: pair('әкімші', 'администратор'),
};

/** A path of certificates with a sign the printed font has. */
export function printedPath(path: string): string {
  return path.replaceAll(' → ', ' › ');
}

export const ALGORITHMS = {
  'rsa-sha256': 'RSA-2048, SHA-256',
  'gost-2015-512': 'ГОСТ Р 34.10-2015 (512), ГОСТ Р 34.11-2015',
} as const;

/** «16.04.2026 12:07» in Almaty. */
export function moment(at: Date): string {
  return `${showDate(almatyDate(at))} ${almatyTime(at)}`;
}
