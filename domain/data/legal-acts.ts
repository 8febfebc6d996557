/** The acts the rules rest on (domain.md A1). `verified`: the edition's text was read, not only press about it. */
export type LegalAct = {
  readonly code: string;
  readonly titleKk: string;
  readonly titleRu: string;
  readonly titleEn: string;
  readonly signedOn: string;
  readonly url: string | null;
  readonly verified: boolean;
};

export const LEGAL_ACTS: readonly LegalAct[] = [
  {
    code: 'order-254-2020',
    titleKk: 'ҚР Білім және ғылым министрінің 2020 жылғы 19 маусымдағы № 254 бұйрығы',
    titleRu: 'Приказ Министра образования и науки РК от 19 июня 2020 года № 254',
    titleEn: 'Order No. 254 of the Minister of Education and Science of 19 June 2020',
    signedOn: '2020-06-19',
    url: 'https://adilet.zan.kz/rus/docs/V2000020883',
    verified: false,
  },
  {
    code: 'order-133-2024',
    titleKk: 'ҚР Оқу-ағарту министрінің 2024 жылғы 31 мамырдағы № 133 бұйрығы',
    titleRu: 'Приказ Министра просвещения РК от 31 мая 2024 года № 133',
    titleEn: 'Order No. 133 of the Minister of Enlightenment of 31 May 2024',
    signedOn: '2024-05-31',
    url: 'https://adilet.zan.kz/eng/docs/V2000020883/compare/kaz',
    verified: false,
  },
  {
    code: 'order-172-2015',
    titleKk: 'ҚР Білім және ғылым министрінің 2015 жылғы 7 сәуірдегі № 172 бұйрығы',
    titleRu: 'Приказ Министра образования и науки РК от 7 апреля 2015 года № 172',
    titleEn: 'Order No. 172 of the Minister of Education and Science of 7 April 2015',
    signedOn: '2015-04-07',
    url: null,
    verified: false,
  },
  {
    code: 'order-372-2024',
    titleKk: 'ҚР Оқу-ағарту министрінің 2024 жылғы 30 желтоқсандағы № 372 бұйрығы',
    titleRu: 'Приказ Министра просвещения РК от 30 декабря 2024 года № 372',
    titleEn: 'Order No. 372 of the Minister of Enlightenment of 30 December 2024',
    signedOn: '2024-12-30',
    url: null,
    verified: false,
  },
  {
    code: 'joint-order-2025',
    titleKk: 'Қосымша білім беру ваучері туралы 2025 жылғы 30 мамырдағы бірлескен бұйрық',
    titleRu: 'Совместный приказ от 30 мая 2025 года о ваучере дополнительного образования',
    titleEn: 'Joint order of 30 May 2025 on the additional-education voucher',
    signedOn: '2025-05-30',
    url: null,
    verified: false,
  },
  {
    code: 'order-595-2018',
    titleKk: 'ҚР Білім және ғылым министрінің 2018 жылғы 30 қазандағы № 595 бұйрығы',
    titleRu: 'Приказ Министра образования и науки РК от 30 октября 2018 года № 595',
    titleEn: 'Order No. 595 of the Minister of Education and Science of 30 October 2018',
    signedOn: '2018-10-30',
    url: null,
    verified: false,
  },
  {
    code: 'order-614-2021',
    titleKk: 'ҚР Білім және ғылым министрінің 2021 жылғы 29 желтоқсандағы № 614 бұйрығы',
    titleRu: 'Приказ Министра образования и науки РК от 29 декабря 2021 года № 614',
    titleEn: 'Order No. 614 of the Minister of Education and Science of 29 December 2021',
    signedOn: '2021-12-29',
    url: null,
    verified: false,
  },
  {
    code: 'law-223-2007',
    titleKk: '«Сәйкестендіру нөмірлерінің ұлттық тізілімдері туралы» 2007 жылғы 12 қаңтардағы № 223 Заң',
    titleRu: 'Закон от 12 января 2007 года № 223 «О национальных реестрах идентификационных номеров»',
    titleEn: 'Law No. 223 of 12 January 2007 on national registers of identification numbers',
    signedOn: '2007-01-12',
    url: null,
    verified: false,
  },
  {
    code: 'law-370-2003',
    titleKk: '«Электрондық құжат және электрондық цифрлық қолтаңба туралы» 2003 жылғы 7 қаңтардағы № 370 Заң',
    titleRu: 'Закон от 7 января 2003 года № 370 «Об электронном документе и электронной цифровой подписи»',
    titleEn: 'Law No. 370 of 7 January 2003 on electronic documents and digital signatures',
    signedOn: '2003-01-07',
    url: null,
    verified: false,
  },
  {
    code: 'law-94-2013',
    titleKk: '«Дербес деректер және оларды қорғау туралы» 2013 жылғы 21 мамырдағы № 94-V Заң',
    titleRu: 'Закон от 21 мая 2013 года № 94-V «О персональных данных и их защите»',
    titleEn: 'Law No. 94-V of 21 May 2013 on personal data and their protection',
    signedOn: '2013-05-21',
    url: null,
    verified: false,
  },
  {
    code: 'law-88-2013',
    titleKk: '«Мемлекеттік көрсетілетін қызметтер туралы» 2013 жылғы 15 сәуірдегі № 88-V Заң',
    titleRu: 'Закон от 15 апреля 2013 года № 88-V «О государственных услугах»',
    titleEn: 'Law No. 88-V of 15 April 2013 on state services',
    signedOn: '2013-04-15',
    url: null,
    verified: false,
  },
  {
    code: 'law-267-2001',
    titleKk: '«Қазақстан Республикасындағы мерекелер туралы» 2001 жылғы 13 желтоқсандағы № 267 Заң',
    titleRu: 'Закон от 13 декабря 2001 года № 267 «О праздниках в Республике Казахстан»',
    titleEn: 'Law No. 267 of 13 December 2001 on holidays in the Republic of Kazakhstan',
    signedOn: '2001-12-13',
    url: null,
    verified: false,
  },
  {
    code: 'labour-code-2015',
    titleKk: 'Қазақстан Республикасының 2015 жылғы 23 қарашадағы Еңбек кодексі',
    titleRu: 'Трудовой кодекс Республики Казахстан от 23 ноября 2015 года',
    titleEn: 'Labour Code of the Republic of Kazakhstan of 23 November 2015',
    signedOn: '2015-11-23',
    url: null,
    verified: false,
  },
];
