/** Texts of `kezek import`. */
export const IMPORT_TEXTS = {
  taken: { kk: 'қабылданды', ru: 'принят', en: 'taken' },
  repeated: { kk: 'бұрын қабылданған', ru: 'уже принят раньше', en: 'taken before' },
  set_aside: { kk: 'қабылданбады', ru: 'отложен', en: 'set aside' },
  SUMS: {
    kk: 'Қабылданды / қайталанды / қабылданбады',
    ru: 'Принято / повторов / отложено',
    en: 'Taken / repeated / set aside',
  },
} as const;
