/** Texts of the commands that set up an office, in the three languages. */
import type { CliLanguage } from './eds-texts.ts';

type Text = Readonly<Record<CliLanguage, string>>;
const t = (kk: string, ru: string, en: string): Text => ({ kk, ru, en });

export const OFFICE_TEXTS = {
  STAFF_ADDED: t('Қызметкер қосылды', 'Сотрудник добавлен', 'Officer added'),
  STAFF_EXISTS: t('Бұл ЖСН тізімде бар', 'Этот ИИН уже в списке', 'This IIN is on the list already'),
  STAFF_UNKNOWN: t('Бұл ЖСН тізімде жоқ', 'Этого ИИН нет в списке', 'This IIN is not on the list'),
  IIN_INVALID: t('ЖСН дұрыс емес', 'Неверный ИИН', 'The IIN is not valid'),
  POST_ADDED: t('Міндет берілді, нөмірі', 'Должность назначена, номер', 'Post given, number'),
  POST_ENDED: t('Міндет аяқталды', 'Должность завершена', 'Post ended'),
  POST_UNKNOWN: t('Мұндай міндет жоқ', 'Такой должности нет', 'There is no such post'),
  POST_SCOPE: t(
    'Рөлге сай орын керек: clerk — --district, head — --kindergarten, supervisor — --region немесе --district, admin — --region немесе ештеңе',
    'Нужно место по роли: clerk — --district, head — --kindergarten, supervisor — --region или --district, admin — --region или ничего',
    'The role needs its place: clerk --district, head --kindergarten, supervisor --region or --district, admin --region or none',
  ),
  PLACE_UNKNOWN: t('Мұндай орын жоқ', 'Такого места нет', 'There is no such place'),
  PLACES_IMPORTED: t(
    'Енгізілді (аймақ / аудан / балабақша)',
    'Внесено (регионы / районы / детские сады)',
    'Imported (regions / districts / kindergartens)',
  ),
  IMPORT_NO_FILE: t(
    'Мұндай файл не бума жоқ',
    'Нет такого файла или папки',
    'There is no such file or folder',
  ),
  PLACES_FILE: t(
    'Файл оқылмады: JSON пішінін README бойынша тексеріңіз',
    'Файл не прочитан: проверьте формат JSON по README',
    'The file was not read: check its JSON against the README',
  ),
  REGISTRY_IMPORTED: t(
    'Тіркелімге енгізілді (адам / туыстық)',
    'Внесено в реестр (лица / родство)',
    'Taken into the registry (persons / ties)',
  ),
  REGISTRY_FILE: t(
    'Файл оқылмады: CSV пішінін docs/registry.md бойынша тексеріңіз',
    'Файл не прочитан: проверьте формат CSV по docs/registry.md',
    'The file was not read: check its CSV against docs/registry.md',
  ),
  TRUST_ADDED: t(
    'Куәландырушы орталық қосылды',
    'Центр сертификации добавлен',
    'Certification authority added',
  ),
  TRUST_EXISTS: t('Бұл орталық бар', 'Этот центр уже есть', 'This authority is there already'),
  TRUST_NOT_A_CA: t(
    'Бұл орталық куәлігі емес',
    'Это не сертификат центра',
    'This is not the certificate of an authority',
  ),
  SETTING_SAVED: t('Сақталды', 'Сохранено', 'Saved'),
  SETTING_BAD: t('Мән дұрыс емес', 'Неверное значение', 'The value is not valid'),
  SECRET_NEEDED: t(
    'Құпиясөз керек: --password-file, --password-stdin, терминал, --keep-password не --no-login',
    'Нужен пароль: --password-file, --password-stdin, терминал, --keep-password или --no-login',
    'A password is needed: --password-file, --password-stdin, the terminal, --keep-password or --no-login',
  ),
  CHANNEL_UNKNOWN: t('Бұл арна бапталмаған', 'Этот канал не настроен', 'This channel is not set up'),
  NOTICE_UNKNOWN: t('Мұндай хабарлама жоқ', 'Такого уведомления нет', 'There is no such notice'),
  NOTICE_NOT_DEAD: t(
    'Тек жеткізілмеген хабарлама қайта жіберіледі',
    'Снова отправляется только недоставленное',
    'Only what was not delivered is sent again',
  ),
  NOTICES_RESENT: t('Қайта жіберіледі', 'Будет отправлено снова', 'To be sent again'),
  NOT_INSTALLED: t('Дерекқор әлі бос', 'База данных ещё пуста', 'The database is still empty'),
  DATABASE: t('Дерекқор ашылмады', 'База данных не открылась', 'The database did not open'),
  QUEUE_TIME: t(
    'Уақыт дұрыс емес: күн немесе белдеуі бар уақыт керек',
    'Неверное время: нужна дата или время с поясом',
    'Not a time: a date, or a time with its zone',
  ),
  QUEUE_APPLICATION: t(
    'Өтініштің нөмірі немесе id керек',
    'Нужен номер заявления или id',
    'A number of an application or an id is needed',
  ),
  QUEUE_APPLICATION_UNKNOWN: t('Мұндай өтініш жоқ', 'Такого заявления нет', 'There is no such application'),
  QUEUE_NOT_WAITING: t(
    'Өтініш ол сәтте кезекте тұрмаған',
    'Заявление в этот момент не в очереди',
    'The application does not wait in a queue at that moment',
  ),
  QUEUE_REFERRAL: t(
    'Жолдаманың не өтініштің нөмірі немесе id керек',
    'Нужен номер направления, номер заявления или id',
    'A number of a referral or application, or an id is needed',
  ),
  QUEUE_REFERRAL_UNKNOWN: t('Мұндай жолдама жоқ', 'Такого направления нет', 'There is no such referral'),
  QUEUE_KEY: t(
    'Кезек: аудан коды, general не special, туған жылы, kk не ru',
    'Очередь: код района, general или special, год рождения, kk или ru',
    'A queue: district code, general or special, year of birth, kk or ru',
  ),
  QUEUE_UNKNOWN: t('Мұндай кезек жоқ', 'Такой очереди нет', 'There is no such queue'),
  QUEUE_NO_RULES: t(
    'Ол күні қағидалар күшінде болмаған',
    'В тот день правила не действовали',
    'No rules were in force on that day',
  ),
  VERIFY_OK: t('Бәрі сәйкес', 'Всё сходится', 'Everything holds'),
  VERIFY_BROKEN: t(
    'Бұзылған жол бар, алғашқысы',
    'Есть нарушенная строка, первая',
    'A row is broken, the first',
  ),
  VERIFY_COUNTS: t(
    'Тексерілді (тарих, шешім, кезек пен орын бойынша өтініш)',
    'Проверено (история, решения, заявления по очередям и местам)',
    'Checked (history, decisions, applications in queues and places)',
  ),
  VERIFY_UNCHECKED: t(
    'Қайтарылып алынуы тексерілмеген шешімдер',
    'Решений без проверки отзыва',
    'Decisions whose revocation was not checked',
  ),
  VERIFY_SAMPLES: t(
    'Сынақ немесе демо кілтпен қол қойылған шешімдер',
    'Решений с тестовыми или демонстрационными ключами',
    'Decisions signed with test or demo keys',
  ),
} as const;

export type OfficeCode = keyof typeof OFFICE_TEXTS;
