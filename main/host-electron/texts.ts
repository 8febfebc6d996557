/**
 * Words of the program outside its page: menu, dialogs, fatal messages. The page's own locales are in renderer/locales,
 * which the main process does not load.
 */
export interface HostTexts {
  readonly keyFileTitle: string;
  readonly keyFiles: string;
  readonly saveTitle: string;
  readonly menuEdit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly menuView: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fullScreen: string;
  readonly quit: string;
  readonly fatalTitle: string;
  readonly fatalDatabaseOpen: string;
  /** followed by the error code */
  readonly fatalStart: string;
}

const kk: HostTexts = {
  keyFileTitle: 'ЭЦҚ кілтінің файлын таңдаңыз',
  keyFiles: 'ЭЦҚ кілттері',
  saveTitle: 'Файлды сақтау',
  menuEdit: 'Түзету',
  undo: 'Болдырмау',
  redo: 'Қайталау',
  cut: 'Қиып алу',
  copy: 'Көшіру',
  paste: 'Қою',
  selectAll: 'Барлығын белгілеу',
  menuView: 'Көрініс',
  zoomIn: 'Үлкейту',
  zoomOut: 'Кішірейту',
  zoomReset: 'Бастапқы өлшем',
  fullScreen: 'Толық экран',
  quit: 'Шығу',
  fatalTitle: 'Kezek іске қосылмады',
  fatalDatabaseOpen:
    'Деректер қалтасын Kezek бағдарламасының басқа терезесі пайдаланып тұр. Алдымен соны жабыңыз.',
  fatalStart: 'Бағдарламаның ішкі бөлігі тоқтады. Сақталған деректер орнында. Қате коды:',
};

const ru: HostTexts = {
  keyFileTitle: 'Выберите файл ключа ЭЦП',
  keyFiles: 'Ключи ЭЦП',
  saveTitle: 'Сохранить файл',
  menuEdit: 'Правка',
  undo: 'Отменить',
  redo: 'Повторить',
  cut: 'Вырезать',
  copy: 'Копировать',
  paste: 'Вставить',
  selectAll: 'Выделить всё',
  menuView: 'Вид',
  zoomIn: 'Увеличить',
  zoomOut: 'Уменьшить',
  zoomReset: 'Обычный размер',
  fullScreen: 'Во весь экран',
  quit: 'Выход',
  fatalTitle: 'Kezek не запустился',
  fatalDatabaseOpen: 'Папку с данными уже открыл другой Kezek. Сначала закройте его.',
  fatalStart: 'Внутренняя часть программы остановилась. Сохранённые данные на месте. Код ошибки:',
};

const en: HostTexts = {
  keyFileTitle: 'Choose an EDS key file',
  keyFiles: 'EDS keys',
  saveTitle: 'Save the file',
  menuEdit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  menuView: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  quit: 'Quit',
  fatalTitle: 'Kezek did not start',
  fatalDatabaseOpen: 'Another Kezek has the data folder open. Close it first.',
  fatalStart: 'The inner part of the program has stopped. What was saved is safe. Error code:',
};

/** @param locale as the system gives it, e.g. `ru-KZ`; Kazakh where it is neither Russian nor English */
export function hostTexts(locale: string): HostTexts {
  const language = locale.slice(0, 2).toLowerCase();
  if (language === 'ru') return ru;
  return language === 'en' ? en : kk;
}
