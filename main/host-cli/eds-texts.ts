/** The few texts of `kezek eds` in the three languages. Codes are the same as in the window's locales. */

export type CliLanguage = 'kk' | 'ru' | 'en';

type Text = Readonly<Record<CliLanguage, string>>;

const t = (kk: string, ru: string, en: string): Text => ({ kk, ru, en });

/** Labels and sentences of the output. */
export const LABELS = {
  holder: t('Иесі', 'Владелец', 'Holder'),
  iin: t('ЖСН', 'ИИН', 'IIN'),
  bin: t('БСН', 'БИН', 'BIN'),
  organisation: t('Ұйым', 'Организация', 'Organisation'),
  roles: t('Рөлі', 'Роль', 'Role'),
  algorithm: t('Алгоритм', 'Алгоритм', 'Algorithm'),
  validity: t('Жарамды', 'Действителен', 'Valid'),
  serial: t('Сериялық нөмірі', 'Серийный номер', 'Serial number'),
  issuer: t('Берген орталық', 'Издатель', 'Issuer'),
  login: t('Кіруге', 'Для входа', 'For signing in'),
  sign: t('Қол қоюға', 'Для подписи', 'For signing'),
  chain: t('Сенім тізбегі', 'Цепочка доверия', 'Chain of trust'),
  result: t('Нәтиже', 'Результат', 'Result'),
  form: t('Қолтаңба пішіні', 'Форма подписи', 'Form of the signature'),
  usage: t('Кілттің мақсаты', 'Назначение ключа', 'Use of the key'),
  signature: t('Қолтаңба', 'Подпись', 'Signature'),
  digest: t('Құжат өзгермеген', 'Документ не изменён', 'Document unchanged'),
  yes: t('иә', 'да', 'yes'),
  no: t('жоқ', 'нет', 'no'),
  not_checked: t('тексерілмеді', 'не проверено', 'not checked'),
  testCa: t(
    'НАЗАР АУДАРЫҢЫЗ: сынақ орталығының куәлігі, заңдық күші жоқ',
    'ВНИМАНИЕ: сертификат тестового центра, юридической силы не имеет',
    'NOTE: a certificate of a test centre, without legal force',
  ),
  demoCa: t(
    'НАЗАР АУДАРЫҢЫЗ: Kezek демо-әлемінің куәлігі, заңдық күші жоқ',
    'ВНИМАНИЕ: сертификат демонстрационного мира Kezek, юридической силы не имеет',
    'NOTE: a certificate of the Kezek demo world, without legal force',
  ),
  revocation: t(
    'Кері қайтарылғаны тексерілген жоқ (желісіз бұйрық)',
    'Отзыв не проверялся (команда работает без сети)',
    'Revocation was not checked (this command works offline)',
  ),
  signed: t('Қол қойылды', 'Подписано', 'Signed'),
  password: t('Кілт құпиясөзі: ', 'Пароль ключа: ', 'Password of the key: '),
  at: t('күні', 'дата', 'date'),
} as const;

export const ROLE_TEXTS: Readonly<Record<string, Text>> = {
  first_head: t('бірінші басшы', 'первый руководитель', 'first head'),
  signatory: t('қол қою құқығы бар қызметкер', 'сотрудник с правом подписи', 'signatory'),
  finance_signatory: t(
    'қаржы құжаттарына қол қою құқығы бар қызметкер',
    'сотрудник с правом подписи финансовых документов',
    'signatory of financial documents',
  ),
  hr: t('кадр қызметі', 'кадровая служба', 'human resources'),
  employee: t('ұйым қызметкері', 'сотрудник организации', 'employee'),
  information_system: t('ақпараттық жүйе', 'информационная система', 'information system'),
  individual: t('жеке тұлға', 'физическое лицо', 'individual'),
};

/** Why the command line itself was misused (exit 2). */
export const MISUSE = {
  PASSWORD_NEEDED: t(
    'Құпиясөз керек: терминалда енгізіңіз немесе --password-file, --password-stdin беріңіз',
    'Нужен пароль: введите его в терминале или укажите --password-file либо --password-stdin',
    'A password is needed: type it at a terminal, or give --password-file or --password-stdin',
  ),
  PASSWORD_TWICE: t(
    '--password-file пен --password-stdin бірге берілмейді',
    '--password-file и --password-stdin вместе не указывают',
    '--password-file and --password-stdin exclude each other',
  ),
  FILE_UNREADABLE: t('Файл оқылмайды', 'Файл не читается', 'The file cannot be read'),
  FILE_UNWRITABLE: t('Файл жазылмайды', 'Файл не записывается', 'The file cannot be written'),
  BAD_TIME: t(
    'Уақыт түсініксіз: 2026-11-21 немесе 2026-11-21T09:00:00+05:00 деп жазыңыз',
    'Время непонятно: пишите 2026-11-21 или 2026-11-21T09:00:00+05:00',
    'The time is not understood: write 2026-11-21 or 2026-11-21T09:00:00+05:00',
  ),
  TRUST_FOLDER_UNREADABLE: t(
    'Куәліктер папкасы оқылмайды',
    'Папка сертификатов не читается',
    'The folder of certificates cannot be read',
  ),
  TRUST_FOLDER_EMPTY: t(
    'Папкада орталық куәліктері жоқ (*.cer, *.crt, *.pem)',
    'В папке нет сертификатов центров (*.cer, *.crt, *.pem)',
    'The folder has no CA certificates (*.cer, *.crt, *.pem)',
  ),
  TRUST_BAD_FILE: t(
    'Папкада орталық куәлігі емес немесе бүлінген файл бар',
    'В папке есть файл, который не является сертификатом центра или повреждён',
    'The folder has a file that is not a CA certificate or is damaged',
  ),
} as const;

const CODES: Readonly<Record<string, Text>> = {
  KEY_OK: t('Кілт жарамды', 'Ключ годен', 'The key is good'),
  KEY_WRONG_PASSWORD: t('Құпиясөз қате', 'Неверный пароль', 'Wrong password'),
  KEY_NOT_A_KEY_FILE: t('Бұл кілт файлы емес', 'Это не файл ключа', 'This is not a key file'),
  KEY_TRUNCATED: t('Кілт файлы толық емес', 'Файл ключа обрезан', 'The key file is cut short'),
  KEY_HOSTILE: t(
    'Кілт файлы бүлінген немесе әдейі бұрмаланған',
    'Файл ключа повреждён или подделан',
    'The key file is damaged or forged',
  ),
  KEY_TOO_LARGE: t(
    'Файл кілт үшін тым үлкен',
    'Файл слишком велик для ключа',
    'The file is too large for a key',
  ),
  KEY_UNREADABLE: t('Кілт файлы оқылмайды', 'Файл ключа не читается', 'The key file cannot be read'),
  KEY_GOST_2004: t(
    'Ескі МЕМСТ-2004 кілті: жаңа кілт алыңыз',
    'Ключ старого ГОСТ-2004: получите новый ключ',
    'A key of the old GOST-2004: get a new key',
  ),
  KEY_ALGORITHM: t(
    'Кілттің алгоритміне қолдау жоқ',
    'Алгоритм ключа не поддерживается',
    'The algorithm of the key is not supported',
  ),
  KEY_NO_PRIVATE_KEY: t(
    'Файлда жабық кілт жоқ',
    'В файле нет закрытого ключа',
    'The file has no private key',
  ),
  KEY_NO_CERTIFICATE: t('Файлда куәлік жоқ', 'В файле нет сертификата', 'The file has no certificate'),
  KEY_CERT_MISMATCH: t(
    'Файлдағы кілт пен куәлік бір-біріне сай емес',
    'Ключ и сертификат в файле не соответствуют друг другу',
    'The key and the certificate in the file do not belong together',
  ),
  KEY_EXPIRED: t('Кілттің мерзімі біткен', 'Срок действия ключа истёк', 'The key has expired'),
  KEY_NOT_YET_VALID: t(
    'Кілттің мерзімі әлі басталмаған',
    'Срок действия ключа ещё не начался',
    'The key is not yet valid',
  ),
  KEY_USAGE_LOGIN: t(
    'Бұл қол қою кілті: кіруге AUTH_RSA256 немесе GOST512 кілтін таңдаңыз',
    'Это ключ для подписи: для входа выберите ключ AUTH_RSA256 или GOST512',
    'This key is for signing: choose an AUTH_RSA256 or GOST512 key to sign in',
  ),
  KEY_USAGE_SIGN: t(
    'Бұл кіру кілті: қол қоюға RSA256 немесе GOST512 кілтін таңдаңыз',
    'Это ключ для входа: для подписи выберите ключ RSA256 или GOST512',
    'This key is for signing in: choose an RSA256 or GOST512 key to sign',
  ),
  SIGNER_LOCKED: t('Кілт жабылды', 'Ключ закрыт', 'The key was locked'),
  SIGNER_UNKNOWN_KEY: t('Кілт ашылмаған', 'Ключ не открыт', 'The key is not open'),
  SIGNER_TIMEOUT: t('Қол қою уақыты бітті', 'Подписание не уложилось в срок', 'Signing took too long'),
  SIGNER_LOST: t('Қол қою процесі үзілді', 'Процесс подписи прервался', 'The signing process ended'),
  SIGNER_BAD_REQUEST: t('Сұрау қате', 'Неверный запрос', 'A wrong request'),
  SIGNER_FAILED: t('Қол қойылмады', 'Подписать не удалось', 'Signing failed'),
  XML_TOO_LARGE: t('Құжат тым үлкен', 'Документ слишком велик', 'The document is too large'),
  XML_TOO_DEEP: t('Құжат тым терең', 'Документ слишком глубок', 'The document is nested too deep'),
  XML_MALFORMED: t('Бұл дұрыс XML емес', 'Это не правильный XML', 'This is not well-formed XML'),
  XML_ENCODING: t('Тек UTF-8 қабылданады', 'Принимается только UTF-8', 'Only UTF-8 is accepted'),
  XML_DOCTYPE: t('DOCTYPE болмауы керек', 'DOCTYPE не допускается', 'A DOCTYPE is not accepted'),
  XML_COMMENT: t('Түсініктеме болмауы керек', 'Комментарии не допускаются', 'Comments are not accepted'),
  XML_CDATA: t('CDATA болмауы керек', 'CDATA не допускается', 'CDATA is not accepted'),
  XML_PROCESSING_INSTRUCTION: t(
    'Өңдеу нұсқаулары болмауы керек',
    'Инструкции обработки не допускаются',
    'Processing instructions are not accepted',
  ),
  XML_CONTROL_CHARACTER: t(
    'Құжатта рұқсат етілмеген таңба бар',
    'В документе есть недопустимый символ',
    'The document has a character that is not accepted',
  ),
  XML_ENTITY: t('Белгісіз entity', 'Неизвестная сущность (entity)', 'An unknown entity'),
  XML_ALREADY_SIGNED: t('Құжатқа қол қойылған', 'Документ уже подписан', 'The document is signed already'),
  SIG_OK: t('Қолтаңба дұрыс', 'Подпись верна', 'The signature is good'),
  SIG_MISSING: t('Қолтаңба жоқ', 'Подписи нет', 'There is no signature'),
  SIG_SEVERAL: t('Қолтаңба біреуден көп', 'Подписей больше одной', 'There is more than one signature'),
  SIG_POSITION: t(
    'Қолтаңба өз орнында емес',
    'Подпись не на своём месте',
    'The signature is not in its place',
  ),
  SIG_CHILDREN: t(
    'Қолтаңбаның ішінде бөгде нәрсе бар',
    'Внутри подписи есть постороннее',
    'There is something foreign inside the signature',
  ),
  SIG_CANONICALIZATION: t(
    'Каноникалық түрі бөтен',
    'Чужой вид канонизации',
    'The canonicalisation is not the expected one',
  ),
  SIG_REFERENCES: t(
    'Сілтеме дәл біреу болуы керек',
    'Ссылка должна быть ровно одна',
    'There must be exactly one reference',
  ),
  SIG_REFERENCE_URI: t(
    'Қолтаңба құжатты толық қамтымайды',
    'Подпись охватывает не весь документ',
    'The signature does not cover the whole document',
  ),
  SIG_TRANSFORMS: t(
    'Түрлендірулер бөтен',
    'Чужие преобразования',
    'The transforms are not the expected ones',
  ),
  SIG_VALUE_FORMAT: t(
    'Қолтаңба мәні бұзылған',
    'Значение подписи испорчено',
    'The signature value is damaged',
  ),
  SIG_KEY_INFO: t(
    'Дәл бір куәлік болуы керек',
    'Сертификат должен быть ровно один',
    'There must be exactly one certificate',
  ),
  SIG_CERTIFICATE: t('Куәлік оқылмайды', 'Сертификат не читается', 'The certificate cannot be read'),
  SIG_ALGORITHM: t(
    'Алгоритм куәлік кілтіне сай емес',
    'Алгоритм не соответствует ключу сертификата',
    'The algorithm does not fit the key of the certificate',
  ),
  SIG_KEY_USAGE: t(
    'Бұл кілтпен бұлай қол қоюға болмайды',
    'Этим ключом так подписывать нельзя',
    'This key may not sign so',
  ),
  SIG_DIGEST: t(
    'Құжат қол қойылғаннан кейін өзгертілген',
    'Документ изменён после подписания',
    'The document was changed after it was signed',
  ),
  SIG_VALUE: t('Қолтаңба дұрыс емес', 'Подпись неверна', 'The signature is wrong'),
  CHAIN_OK: t('Сенімді', 'Доверенный', 'Trusted'),
  CHAIN_UNTRUSTED: t(
    'Куәлікті сенімді орталық бермеген',
    'Сертификат выдан не доверенным центром',
    'The certificate was not issued by a trusted centre',
  ),
  CHAIN_TEST_CA: t(
    'Сынақ орталығының куәлігі',
    'Сертификат тестового центра',
    'A certificate of a test centre',
  ),
  CHAIN_DEMO_CA: t(
    'Демо-әлем куәлігі',
    'Сертификат демонстрационного мира',
    'A certificate of the demo world',
  ),
  CHAIN_EXPIRED: t('Куәлік мерзімі біткен', 'Срок сертификата истёк', 'The certificate has expired'),
  CHAIN_NOT_YET_VALID: t(
    'Куәлік мерзімі әлі басталмаған',
    'Срок сертификата ещё не начался',
    'The certificate is not yet valid',
  ),
  CHAIN_CA_EXPIRED: t(
    'Орталық куәлігінің мерзімі біткен',
    'Срок сертификата центра истёк',
    'The certificate of the centre has expired',
  ),
  CHAIN_CA_NOT_YET_VALID: t(
    'Орталық куәлігінің мерзімі әлі басталмаған',
    'Срок сертификата центра ещё не начался',
    'The certificate of the centre is not yet valid',
  ),
  CHAIN_PATH_LENGTH: t('Тізбек тым ұзын', 'Цепочка слишком длинна', 'The chain is too long'),
  CHAIN_CRITICAL_EXTENSION: t(
    'Куәлікте белгісіз міндетті кеңейтім бар',
    'В сертификате неизвестное критическое расширение',
    'The certificate has an unknown critical extension',
  ),
  CHAIN_LEAF_IS_CA: t(
    'Орталық куәлігімен құжатқа қол қойылмайды',
    'Сертификатом центра документы не подписывают',
    'The certificate of a centre does not sign documents',
  ),
  CHAIN_ALGORITHM: t(
    'Куәлік алгоритміне қолдау жоқ',
    'Алгоритм сертификата не поддерживается',
    'The algorithm of the certificate is not supported',
  ),
};

/** The sentence for a code; the code itself where there is none. */
export function codeText(code: string, language: CliLanguage): string {
  return CODES[code]?.[language] ?? code;
}

/** Every code with a text: a test checks that none is missing. */
export const TEXT_CODES: readonly string[] = Object.keys(CODES);

/** The language for the human output: `--lang`, else LC_ALL or LANG, else Kazakh. */
export function pickLanguage(option: string | undefined, env: NodeJS.ProcessEnv): CliLanguage {
  for (const candidate of [option, env.LC_ALL, env.LANG]) {
    const prefix = candidate?.slice(0, 2).toLowerCase();
    if (prefix === 'kk' || prefix === 'ru' || prefix === 'en') return prefix;
  }
  return 'kk';
}
