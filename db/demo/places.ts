import { type Bin, makeBin } from '../../domain/bin.ts';
import type { Random } from './random.ts';

/**
 * Three regions that do not exist, their education departments and sixty kindergartens. Names of regions and
 * districts are trilingual; names of kindergartens and groups are never translated.
 */
export type Localized = { readonly kk: string; readonly ru: string; readonly en: string };

export type DemoRegion = {
  readonly code: string;
  readonly name: Localized;
  readonly districts: readonly DemoDistrict[];
};

export type DemoDistrict = {
  readonly code: string;
  readonly bin: Bin;
  readonly name: Localized;
  readonly department: Localized;
  /** Settlements as they stand in an address, in Kazakh: «Бұлақты ауылы». */
  readonly settlements: readonly string[];
  readonly kindergartens: readonly DemoKindergarten[];
  /** Share of the world's applications, any scale. */
  readonly weight: number;
};

export type DemoKindergarten = {
  readonly bin: Bin;
  readonly name: string;
  readonly kind: 'kindergarten' | 'nursery' | 'mini_centre';
  readonly ownership: 'state' | 'private';
  readonly address: string;
  readonly groups: readonly DemoGroup[];
};

export type DemoGroup = {
  readonly name: string;
  /** Full years of age on 1 September of the school year the group is formed for. */
  readonly age: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly capacity: number;
};

type DistrictPlan = {
  readonly code: string;
  readonly root: Localized;
  readonly kind: 'district' | 'city' | 'city_district';
  readonly settlements: readonly string[];
  readonly kindergartens: readonly string[];
  readonly weight: number;
};

const l = (kk: string, ru: string, en: string): Localized => ({ kk, ru, en });

function plan(
  code: string,
  root: Localized,
  kind: DistrictPlan['kind'],
  settlements: string,
  kindergartens: string,
  weight: number,
): DistrictPlan {
  return {
    code,
    root,
    kind,
    settlements: settlements.split(', '),
    kindergartens: kindergartens.split(', '),
    weight,
  };
}

/** Code of the first region. */
export const DEMO_REGION = 'altynsai';

const PLANS: readonly { code: string; name: Localized; districts: readonly DistrictPlan[] }[] = [
  {
    code: DEMO_REGION,
    name: l('Алтынсай облысы', 'Алтынсайская область', 'Altynsai Region'),
    districts: [
      plan(
        'sarybel',
        l('Сарыбел', 'Сарыбельский', 'Sarybel'),
        'district',
        'Сарыбел ауылы, Бұлақты ауылы, Қарасу-2 ауылы, Жиделі ауылы',
        'Балауса, Күншуақ, Еркетай, Айгөлек, Ботақан, Қарлығаш, Бәйтерек, Шаттық, Ақ көгершін',
        34,
      ),
      plan(
        'kokterek',
        l('Көктерек', 'Коктерекский', 'Kokterek'),
        'district',
        'Көктерек ауылы, Ақжол-1 ауылы, Теректі-сай ауылы',
        'Арай, Гүлдер, Балдырған, Тұлпар',
        9,
      ),
      plan(
        'tasotkel',
        l('Тасөткел', 'Тасоткельский', 'Tasotkel'),
        'district',
        'Тасөткел ауылы, Өзенді ауылы',
        'Балапан, Қызғалдақ, Айналайын',
        6,
      ),
      plan(
        'kyzylsu',
        l('Қызылсу', 'Кызылсуский', 'Kyzylsu'),
        'district',
        'Қызылсу ауылы, Құмөзек ауылы, Шеңгелді-2 ауылы',
        'Нұршуақ, Ақбота, Самал, Жұлдызай',
        8,
      ),
      plan(
        'zhanabulak',
        l('Жаңабұлақ', 'Жанабулакский', 'Zhanabulak'),
        'district',
        'Жаңабұлақ ауылы, Тоғызбұлақ ауылы',
        'Бөбек, Мөлдір бұлақ, Алпамыс',
        4,
      ),
      plan(
        'akshoky',
        l('Ақшоқы', 'Акшокинский', 'Akshoky'),
        'district',
        'Ақшоқы ауылы, Төртқұдық-1 ауылы',
        'Толағай, Ер Төстік, Сәуле',
        7,
      ),
      plan(
        'kolsai',
        l('Көлсай', 'Колсай', 'Kolsai'),
        'city',
        'Көлсай қаласы',
        'Айсұлу, Нұрбақыт, Аққу, Жұлдыз, Дарын, Солнышко, Ертегі, Болашақ',
        19,
      ),
      plan(
        'shynyrau',
        l('Шыңырау', 'Шынырауский', 'Shynyrau'),
        'district',
        'Шыңырау ауылы, Сексеуілді ауылы',
        'Шуақ, Тамшы, Ақжелкен',
        7,
      ),
    ],
  },
  {
    code: 'ulytas',
    name: l('Ұлытас облысы', 'Улытасская область', 'Ulytas Region'),
    districts: [
      plan(
        'karashoky',
        l('Қарашоқылы', 'Карашокылинский', 'Karashokyly'),
        'district',
        'Қарашоқылы ауылы, Аршалы-сай ауылы',
        'Қошақан, Ақниет, Жанарым',
        4,
      ),
      plan(
        'maibulak',
        l('Майбұлақ', 'Майбулакский', 'Maibulak'),
        'district',
        'Майбұлақ ауылы, Бесағаш-3 ауылы',
        'Таңшолпан, Ынтымақ, Ақ тілек',
        4,
      ),
      plan(
        'zhyngyldy',
        l('Жыңғылдыөзек', 'Жынгылдыозекский', 'Zhyngyldyozek'),
        'district',
        'Жыңғылдыөзек ауылы, Саржал-2 ауылы',
        'Ақ қайың, Бүлдіршін, Мерей',
        3,
      ),
      plan(
        'ulytas',
        l('Ұлытас', 'Улытас', 'Ulytas'),
        'city',
        'Ұлытас қаласы',
        'Алтын сақа, Жеті қазына, Радуга, Еркемай, Құлыншақ',
        6,
      ),
    ],
  },
  {
    code: 'zharkyn',
    name: l('Жарқын қаласы', 'город Жаркын', 'Zharkyn City'),
    districts: [
      plan(
        'zhagalau',
        l('Жағалау', 'Жагалауский', 'Zhagalau'),
        'city_district',
        'Жарқын қаласы',
        'Дельфин, Ақ желкен, Маржан',
        3,
      ),
      plan(
        'kokmaisa',
        l('Көкмайса', 'Кокмайсинский', 'Kokmaisa'),
        'city_district',
        'Жарқын қаласы',
        'Көбелек, Сказка, Зияткер',
        3,
      ),
      plan(
        'zhibekzholy',
        l('Шапағат', 'Шапагатский', 'Shapagat'),
        'city_district',
        'Жарқын қаласы',
        'Нұрлы таң, Әдемі, Мейірім',
        3,
      ),
    ],
  },
];

export const STREETS =
  'Абай, Бейбітшілік, Достық, Тәуелсіздік, Жеңіс, Мектеп, Бау-бақша, Наурыз, Ынтымақ, Арай, Көктем, Жастар, Теректі, Шапағат, Ақжол, Самал, Өзен, Дала, Тұлпар, Жібек жолы'.split(
    ', ',
  );

/** The eight groups of a large kindergarten, as in «Балауса»: 182 places. */
const GROUPS: readonly DemoGroup[] = [
  { name: 'Қошақан', age: 2, language: 'kk', kind: 'general', capacity: 20 },
  { name: 'Балапан', age: 3, language: 'kk', kind: 'general', capacity: 25 },
  { name: 'Күншуақ', age: 3, language: 'ru', kind: 'general', capacity: 25 },
  { name: 'Ботақан', age: 4, language: 'kk', kind: 'general', capacity: 25 },
  { name: 'Айналайын', age: 4, language: 'ru', kind: 'general', capacity: 25 },
  { name: 'Тұлпар', age: 5, language: 'kk', kind: 'general', capacity: 25 },
  { name: 'Жұлдыз', age: 5, language: 'kk', kind: 'general', capacity: 25 },
  { name: 'Нұрлы', age: 4, language: 'kk', kind: 'special', capacity: 12 },
];

/** Makes the places of the world; the same for every seed but for addresses and sizes of small kindergartens. */
export function makePlaces(random: Random): readonly DemoRegion[] {
  const bins = binMaker();
  return PLANS.map((region) => ({
    code: region.code,
    name: region.name,
    districts: region.districts.map((district) => makeDistrict(random, region.code, district, bins)),
  }));
}

function makeDistrict(random: Random, regionCode: string, plan: DistrictPlan, bins: () => Bin): DemoDistrict {
  return {
    code: `${regionCode}-${plan.code}`,
    bin: bins(),
    name: districtName(plan),
    department: departmentName(plan),
    settlements: plan.settlements,
    weight: plan.weight,
    kindergartens: plan.kindergartens.map((name, i) => ({
      bin: bins(),
      name,
      kind:
        i === 0
          ? 'nursery'
          : random.weighted([
              [6, 'kindergarten'],
              [3, 'nursery'],
              [1, 'mini_centre'],
            ] as const),
      ownership: i === 0 || random.chance(0.7) ? 'state' : 'private',
      address: `${random.pick(plan.settlements)}, ${random.pick(STREETS)} көшесі, ${random.int(1, 98)}`,
      groups: groupsOf(random, name, plan.code),
    })),
  };
}

/** In Сарыбел kindergartens are as large as in a town; elsewhere they have two small groups. */
function groupsOf(random: Random, name: string, district: string): readonly DemoGroup[] {
  if (name === 'Балауса') {
    return GROUPS;
  }
  const general = GROUPS.filter((group) => group.kind === 'general');
  const special = GROUPS.filter((group) => group.kind === 'special' && random.chance(0.3));
  if (district === 'sarybel') {
    return [
      ...general
        .slice(0, random.int(3, general.length))
        .map((group) => ({ ...group, capacity: group.capacity - random.pick([0, 0, 2, 5]) })),
      ...special,
    ];
  }
  const chosen = random.sample(general, 2);
  return general
    .filter((group) => chosen.includes(group))
    .map((group) => ({ ...group, capacity: random.int(6, 9) }));
}

function districtName({ root, kind }: DistrictPlan): Localized {
  return kind === 'city'
    ? l(`${root.kk} қаласы`, `город ${root.ru}`, `${root.en} City`)
    : l(`${root.kk} ауданы`, `${root.ru} район`, `${root.en} District`);
}

function departmentName(plan: DistrictPlan): Localized {
  const { kk, en } = districtName(plan);
  const { root } = plan;
  // «ауданы, қаласы» + genitive is regular: -ның after a vowel.
  const ru =
    plan.kind === 'city'
      ? `Отдел образования города ${root.ru}`
      : `Отдел образования ${genitive(root.ru)} района`;
  return l(`${kk}ның білім бөлімі`, ru, `Education Department of ${en}`);
}

/** Genitive of the Russian adjective of a district: «Сарыбельский» → «Сарыбельского». */
function genitive(adjective: string): string {
  return adjective.replace(/ий$/u, 'ого');
}

/** BINs with a right check digit; the first is the one of the mocks, 150440000122. */
function binMaker(): () => Bin {
  let serial = 11;
  return () => {
    for (;;) {
      serial += 1;
      const bin = makeBin(15, 4, 'resident', 'head', serial);
      if (bin !== null) {
        return bin;
      }
    }
  };
}
