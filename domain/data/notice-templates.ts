/**
 * The shipped texts of the messages to families, Kazakh first written; a native reader must check them. An office words its own
 * over them (table notice_template). Placeholders are those of these texts: what each message is given, and what it must say.
 */
import type { TextTriple } from '../template.ts';

const OPENING: TextTriple = {
  kk: 'Құрметті {applicant}, № {number} өтініш: ',
  ru: 'Здравствуйте, {applicant}. Заявление № {number}: ',
  en: 'Dear {applicant}, application No. {number}: ',
};
/** A message about a place: all begin alike. */
const place = (text: TextTriple): TextTriple => ({
  kk: OPENING.kk + text.kk,
  ru: OPENING.ru + text.ru,
  en: OPENING.en + text.en,
});

const REVIEW = {
  approved: {
    kk: 'Құрметті {applicant}, № {number} өтінішіңіз мақұлданды. {child} балабақша кезегіне қойылды.',
    ru: 'Здравствуйте, {applicant}. Ваше заявление № {number} одобрено. {child} в очереди в детский сад.',
    en: 'Dear {applicant}, your application No. {number} is approved. {child} is in the kindergarten queue.',
  },
  approved_benefit: {
    kk: 'Құрметті {applicant}, № {number} өтінішіңіз мақұлданды. {child} балабақша кезегіне қойылды. Расталған жеңілдік санаты: {benefit}.',
    ru: 'Здравствуйте, {applicant}. Ваше заявление № {number} одобрено. {child} в очереди в детский сад. Подтверждённая категория льготности: {benefit}.',
    en: 'Dear {applicant}, your application No. {number} is approved. {child} is in the kindergarten queue. Confirmed benefit category: {benefit}.',
  },
  returned: {
    kk: 'Құрметті {applicant}, № {number} өтінішіңіз түзетуге қайтарылды. {reason} Түзетілген құжаттарды {correctionDue} күніне дейін жүктеңіз.',
    ru: 'Здравствуйте, {applicant}. Ваше заявление № {number} возвращено на исправление. {reason} Загрузите исправленные документы до {correctionDue} включительно.',
    en: 'Dear {applicant}, your application No. {number} is returned for correction. {reason} Please upload the corrected documents by {correctionDue}.',
  },
  refused: {
    kk: 'Құрметті {applicant}, № {number} өтінішіңіз бойынша дәлелді бас тарту туралы шешім қабылданды. {reason}',
    ru: 'Здравствуйте, {applicant}. По вашему заявлению № {number} принято решение о мотивированном отказе. {reason}',
    en: 'Dear {applicant}, your application No. {number} is refused. {reason}',
  },
  reopened: {
    kk: 'Құрметті {applicant}, № {number} өтінішіңіз қайта қаралады: № {corrects} шешім түзетіледі. {reason}',
    ru: 'Здравствуйте, {applicant}. Ваше заявление № {number} будет рассмотрено снова: решение № {corrects} исправляется. {reason}',
    en: 'Dear {applicant}, your application No. {number} will be reviewed again: decision No. {corrects} is being corrected. {reason}',
  },
} as const satisfies Readonly<Record<string, TextTriple>>;

const PLACES = {
  offered: place({
    kk: '{child} үшін балабақшадан орын ұсынылады. {place} {until} дейін растаңыз немесе бас тартыңыз.',
    ru: '{child}: предлагается место в детском саду. {place} Подтвердите или откажитесь до {until}.',
    en: '{child} is offered a place. {place} Please accept or decline by {until}.',
  }),
  accepted: place({
    kk: 'ұсынылған орынға келісіміңіз жазылды, жолдама дайындалады. {place}',
    ru: 'ваше согласие на место записано, направление готовится. {place}',
    en: 'your acceptance is recorded and the referral is being prepared. {place}',
  }),
  declined: place({
    kk: 'орыннан бас тартқаныңыз жазылды. {place} {reason} {next}',
    ru: 'ваш отказ от места записан. {place} {reason} {next}',
    en: 'you declined the place. {place} {reason} {next}',
  }),
  referred: place({
    kk: '{child} үшін № {referral} жолдама берілді. {place} Құжаттарды балабақшаға {until} дейін тапсырыңыз.',
    ru: '{child}: выдано направление № {referral}. {place} Сдайте документы в детский сад до {until}.',
    en: 'referral No. {referral} is issued for {child}. {place} Hand in the documents at the kindergarten by {until}.',
  }),
  referred_benefit: place({
    kk: '{child} үшін № {referral} жолдама берілді. {place} Жеңілдікті ({benefit}) білім бөлімінде {benefitUntil} дейін растаңыз: оған дейін балабақша жолдаманы көрмейді.',
    ru: '{child}: выдано направление № {referral}. {place} Подтвердите льготу ({benefit}) в отделе образования до {benefitUntil}: до этого детский сад не видит направления.',
    en: 'referral No. {referral} is issued for {child}. {place} Confirm the benefit ({benefit}) at the education department by {benefitUntil}: until then the kindergarten does not see the referral.',
  }),
  extended: place({
    kk: '№ {referral} жолдаманың мерзімі ұзартылды: {until} дейін. {reason}',
    ru: 'срок направления № {referral} продлён до {until}. {reason}',
    en: 'referral No. {referral} is extended until {until}. {reason}',
  }),
  cancelled: place({
    kk: '№ {referral} жолдаманың күші жойылды. {reason} {next}',
    ru: 'направление № {referral} аннулировано. {reason} {next}',
    en: 'referral No. {referral} is cancelled. {reason} {next}',
  }),
  cancelled_offer: place({
    kk: 'ұсынылған орын қайтарып алынды. {place} {reason} {next}',
    ru: 'предложенное место отозвано. {place} {reason} {next}',
    en: 'the offered place is taken back. {place} {reason} {next}',
  }),
  benefit_confirmed: place({
    kk: 'жеңілдігіңіз расталды: {benefit}. Құжаттарды балабақшаға {until} дейін тапсырыңыз. {place}',
    ru: 'льгота подтверждена: {benefit}. Сдайте документы в детский сад до {until}. {place}',
    en: 'your benefit is confirmed: {benefit}. Hand in the documents at the kindergarten by {until}. {place}',
  }),
  benefit_confirmed_early: place({
    kk: 'жеңілдігіңіз расталды: {benefit}.',
    ru: 'льгота подтверждена: {benefit}.',
    en: 'your benefit is confirmed: {benefit}.',
  }),
  benefit_rejected: place({
    kk: 'жеңілдік расталмады, № {referral} жолдаманың күші жойылды. {reason} Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена, направление № {referral} аннулировано. {reason} Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit is not confirmed and referral No. {referral} is cancelled. {reason} The application waits in the common queue at its original date.',
  }),
  benefit_rejected_offer: place({
    kk: 'жеңілдік расталмады, ұсынылған орын қайтарып алынды. {reason} Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена, предложенное место отозвано. {reason} Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit is not confirmed and the offered place is taken back. {reason} The application waits in the common queue at its original date.',
  }),
  restored: place({
    kk: 'өтініш қалпына келтірілді: {child} кезекте бастапқы күнімен тұр.',
    ru: 'заявление восстановлено: {child} стоит в очереди с прежней датой.',
    en: 'the application is restored: {child} waits in the queue at the original date.',
  }),
  transferred: place({
    kk: '{child} басқа топқа ауыстырылды. {place} {reason}',
    ru: '{child} переводится в другую группу. {place} {reason}',
    en: '{child} moves to another group. {place} {reason}',
  }),
  exchanged: place({
    kk: 'орын алмасу рәсімделді. {place}',
    ru: 'обмен местами оформлен. {place}',
    en: 'the exchange of places is done. {place}',
  }),
  documents_received: place({
    kk: 'балабақша құжаттарыңызды қабылдады. {place} Қабылдау туралы бөлек хабарланады.',
    ru: 'детский сад получил ваши документы. {place} О зачислении сообщат отдельно.',
    en: 'the kindergarten has your documents. {place} You will be told of the admission.',
  }),
  admitted: place({
    kk: '{child} балабақшаға қабылданды. {place} Шарт № {contract}.',
    ru: '{child}: зачисление в детский сад оформлено. {place} Договор № {contract}.',
    en: '{child} is admitted. {place} Contract No. {contract}.',
  }),
  admission_refused: place({
    kk: 'балабақша қабылдаудан бас тартты. {place} {reason} {next}',
    ru: 'детский сад отказал в зачислении. {place} {reason} {next}',
    en: 'the kindergarten refused the admission. {place} {reason} {next}',
  }),
  withdrawn: place({
    kk: '{child} балабақшадан шығарылды. {place} {reason}',
    ru: '{child}: отчисление из детского сада оформлено. {place} {reason}',
    en: '{child} is withdrawn from the kindergarten. {place} {reason}',
  }),
  offer_lapsed: place({
    kk: 'ұсынысқа {until} дейін жауап келмеді, орын келесі балаға ұсынылады. {place} {next}',
    ru: 'на предложение не ответили до {until}, место предлагается следующему. {place} {next}',
    en: 'the offer was not answered by {until} and goes to the next child. {place} {next}',
  }),
  referral_lapsed: place({
    kk: '№ {referral} жолдаманың мерзімі аяқталды: құжаттар {until} дейін тапсырылмады. {next}',
    ru: 'срок направления № {referral} истёк: документы не сданы до {until}. {next}',
    en: 'referral No. {referral} ran out: the documents were not handed in by {until}. {next}',
  }),
  benefit_review_lapsed: place({
    kk: 'жеңілдік {benefitUntil} дейін расталмады, № {referral} жолдаманың күші жойылды. Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена до {benefitUntil}, направление № {referral} аннулировано. Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit was not confirmed by {benefitUntil} and referral No. {referral} is cancelled. The application waits in the common queue at its original date.',
  }),
  leave_stop_list: place({
    kk: 'стоп-парақтағы мерзім аяқталды: {child} кезекте бастапқы күнімен тұр.',
    ru: 'срок в стоп-листе закончился: {child} стоит в очереди с прежней датой.',
    en: 'the time on the stop list is over: {child} waits in the queue at the original date.',
  }),
  age_out: place({
    kk: '{child} мектепке дейінгі ұйымға белгіленген жастан асты, өтініш кезектен алынды.',
    ru: '{child}: возраст превысил предел для дошкольных организаций, заявление снято с очереди.',
    en: '{child} is over the age for preschool, and the application has left the queue.',
  }),
  placed_elsewhere: place({
    kk: '{child} балабақшаға қабылданған, сондықтан бұл өтініш кезектен алынды.',
    ru: '{child} уже в детском саду, поэтому это заявление снято с очереди.',
    en: '{child} was admitted to a kindergarten, so this application has left the queue.',
  }),
} as const satisfies Readonly<Record<string, TextTriple>>;

/** Of applications as they come, of the yearly interest, of parents, of companions and of duplicates. */
const LIFE = {
  registered: {
    kk: 'Құрметті {applicant}, өтінішіңіз тіркелді, нөмірі {number}. {child} туралы шешімді бөлек хабарлаймыз.',
    ru: 'Здравствуйте, {applicant}. Ваше заявление зарегистрировано под номером {number}. О решении сообщим отдельно. Ребёнок: {child}.',
    en: 'Dear {applicant}, your application for {child} is registered under No. {number}. You will be told of the decision.',
  },
  interest_due: place({
    kk: '{child} үшін балабақша орнына мүдделілікті {until} дейін растаңыз, әйтпесе өтініш кезектен алынады.',
    ru: '{child}: подтвердите заинтересованность в месте до {until}, иначе заявление будет снято с очереди.',
    en: 'please confirm by {until} that {child} still needs a place, or the application will leave the queue.',
  }),
  removed: place({
    kk: 'мүдделілік {until} дейін расталмады, {child} кезектен алынды. {next}',
    ru: 'заинтересованность не подтверждена до {until}, заявление снято с очереди. Ребёнок: {child}. {next}',
    en: 'interest was not confirmed by {until}, and {child} has left the queue. {next}',
  }),
  // The seed's own words.
  linked: place({
    kk: 'Туыстық расталды, деректер сәтті жаңартылды. Бала: {child}, ата-ана: {parent}. Өтініш ата-ананың жеке кабинетінде де көрінеді.',
    ru: 'Родство подтверждено, данные успешно обновлены. Ребёнок: {child}, родитель: {parent}. Заявление видно и в личном кабинете родителя.',
    en: 'Kinship is confirmed, the data were updated. Child: {child}, parent: {parent}. The application is shown in that parent’s account too.',
  }),
  unlinked: place({
    kk: 'ата-ананың ЖСН-ы өтініштен ажыратылды: {parent}. {reason}',
    ru: 'ИИН родителя отвязан от заявления: {parent}. {reason}',
    en: 'the parent’s IIN is no longer linked: {parent}. {reason}',
  }),
  link_disputed: place({
    kk: 'ата-ананың туыстығына дау айтылды, шешілгенше ол өтініш бойынша әрекет ете алмайды: {parent}. {reason}',
    ru: 'родство оспорено, до решения родитель не может действовать по заявлению: {parent}. {reason}',
    en: 'the kinship is disputed, and until it is settled the parent cannot act on the application: {parent}. {reason}',
  }),
  dispute_resolved: place({
    kk: 'туыстық туралы дау шешілді, біріктіру күшінде: {parent}. {reason}',
    ru: 'спор о родстве решён, привязка действует: {parent}. {reason}',
    en: 'the dispute is settled, and the link stands: {parent}. {reason}',
  }),
  applicant_replaced: place({
    kk: 'өтініш беруші ауыстырылды, енді өтініш беруші: {parent}. {reason}',
    ru: 'заявитель заменён, теперь заявитель: {parent}. {reason}',
    en: 'the applicant was replaced and is now: {parent}. {reason}',
  }),
  companion_approved: place({
    kk: 'еріп жүруші мақұлданды: {companion}. Енді ол баланы ({child}) балабақшадан ала алады.',
    ru: 'сопровождающий одобрен: {companion}. Теперь он может забирать ребёнка ({child}) из детского сада.',
    en: 'the companion is approved: {companion}, who may now take {child} from the kindergarten.',
  }),
  companion_refused: place({
    kk: 'еріп жүруші мақұлданбады: {companion}. {reason}',
    ru: 'сопровождающий не одобрен: {companion}. {reason}',
    en: 'the companion is not approved: {companion}. {reason}',
  }),
  companion_suspended: place({
    kk: 'еріп жүрушінің рұқсаты тоқтатыла тұрды: {companion}. {reason}',
    ru: 'разрешение сопровождающего приостановлено: {companion}. {reason}',
    en: 'the companion’s permit is suspended: {companion}. {reason}',
  }),
  companion_resumed: place({
    kk: 'еріп жүрушінің рұқсаты қайта күшіне енді: {companion}.',
    ru: 'разрешение сопровождающего снова действует: {companion}.',
    en: 'the companion’s permit is in force again: {companion}.',
  }),
  duplicate_removed: place({
    kk: 'өтініш кезектен алынды, өйткені осы баланың басқа өтініші қалады: № {kept}. {reason}',
    ru: 'заявление снято с очереди, потому что остаётся другое заявление этого ребёнка: № {kept}. {reason}',
    en: 'the application left the queue, because another one of the same child stays: No. {kept}. {reason}',
  }),
  duplicate_reinstated: place({
    kk: 'өтініш бастапқы күнімен кезекке қайтарылды. {reason}',
    ru: 'заявление возвращено в очередь с первоначальной датой. {reason}',
    en: 'the application is back in the queue at its original date. {reason}',
  }),
  guardian_over: place({
    kk: 'қамқоршының сот құжаты {until} күні аяқталды, сондықтан ол өтініштен ажыратылды: {parent}. Жаңа құжат болса, бөлімге беріңіз.',
    ru: 'документ суда об опеке действовал до {until}, поэтому опекун отвязан от заявления: {parent}. Если есть новый документ, передайте его в отдел.',
    en: 'the court’s document was in force until {until}, so the guardian is no longer linked: {parent}. If there is a new one, please bring it to the department.',
  }),
  // To who asked by a portal: of the application it says nothing that was not asked with.
  link_request_linked: {
    kk: 'Құрметті {applicant}, туыстық расталды, деректер сәтті жаңартылды. {child} бойынша № {number} өтініш жеке кабинетіңізде көрінеді.',
    ru: 'Здравствуйте, {applicant}. Родство подтверждено, данные успешно обновлены. Заявление № {number} видно в вашем личном кабинете. Ребёнок: {child}.',
    en: 'Dear {applicant}, kinship is confirmed and the data were updated. Application No. {number} for {child} is shown in your account.',
  },
  link_request_refused: {
    kk: 'Құрметті {applicant}, баланың өтінішіне біріктіру туралы сұрауыңыз қабылданбады. {reason}',
    ru: 'Здравствуйте, {applicant}. Ваша просьба привязать вас к заявлению ребёнка отклонена. {reason}',
    en: 'Dear {applicant}, your request to be linked to a child’s application is refused. {reason}',
  },
} as const satisfies Readonly<Record<string, TextTriple>>;

/** What stands over an e-mail: no name and no personal data, for it is read over shoulders and on lock screens. */
const FRAME = {
  email_subject: {
    kk: 'Балабақша кезегі: № {number} өтініш бойынша хабарлама',
    ru: 'Очередь в детский сад: уведомление по заявлению № {number}',
    en: 'Kindergarten queue: notice on application No. {number}',
  },
} as const satisfies Readonly<Record<string, TextTriple>>;

export const NOTICE_TEXTS = { ...REVIEW, ...PLACES, ...LIFE, ...FRAME } as const;
