import { createIinBook, makeFamily } from '../../../db/demo/people.ts';
import { makePlaces } from '../../../db/demo/places.ts';
import { createRandom } from '../../../db/demo/random.ts';
import type { ScanRequest } from '../../../db/demo/scans/factory.ts';
import type { ScanFacts } from '../../../db/demo/scans/facts.ts';

const random = createRandom('facts');
const district = makePlaces(random)[0]?.districts[0];
if (district === undefined) {
  throw new Error('no district');
}
const book = createIinBook();
const family = makeFamily(random, book, {
  childBirthDates: ['2019-05-02', '2021-03-08'],
  parents: 'both',
  district,
  origin: 'kazakh',
  surname: 'Құрманғалиев',
  fatherName: 'Әділет',
});
const stranger = makeFamily(random, book, {
  childBirthDates: ['2022-01-01'],
  parents: 'both',
  district,
  origin: 'russian',
});

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw new Error('missing');
  }
  return value;
}

/** Facts of one family for the tests of the scan factory. */
export const FACTS: ScanFacts = {
  number: '4/317',
  issuedOn: '2026-10-12',
  validUntil: null,
  organisation: { kk: '«00000» әскери бөлімі', ru: 'Войсковая часть «00000»' },
  sealName: '«00000» әскери бөлімі',
  place: { kk: 'Сарыбел ауданы', ru: 'Сарыбельский район' },
  address: family.address,
  holder: present(family.father),
  child: present(family.children[1]),
  children: family.children,
  father: family.father,
  mother: family.mother,
  deceased: [present(family.father), present(family.mother)],
  otherChild: present(stranger.children[0]),
  service: 'military',
};

export function request(more: Partial<ScanRequest>): ScanRequest {
  return {
    kind: 'service_certificate',
    facts: FACTS,
    form: 'pdf1',
    defect: null,
    seed: 'test',
    pdfBody: 'drawn',
    pages: 1,
    large: false,
    ...more,
  };
}
