/** Language, theme, row height, single-letter keys, the signing key: applied and kept at once, nothing to confirm. */
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useId } from 'react';
import { time } from '../format.ts';
import { LOCALES, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { setOfficerLocale } from '../shell/ScreenHeader.tsx';
import styles from '../shell/shell.module.css';
import { useTheme } from '../theme/ThemeRoot.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useSetting } from './settings.ts';

interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly lang?: string;
}

function Choices<V extends string>(props: {
  label: string;
  value: V;
  options: readonly Choice<V>[];
  hint?: string;
  onChange: (value: V) => void;
}) {
  const id = useId();
  return (
    <div className={styles.setting}>
      <span id={id} className="strong">
        {props.label}
      </span>
      <ToggleButtonGroup
        exclusive
        value={props.value}
        aria-labelledby={id}
        onChange={(_, value: V | null) => {
          if (value !== null) {
            props.onChange(value);
          }
        }}
      >
        {props.options.map((option) => (
          <ToggleButton key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {props.hint === undefined ? null : <p className="hint">{props.hint}</p>}
    </div>
  );
}

export function SettingsDialog(props: { onClose: () => void }) {
  const { t, locale } = useT();
  const { key } = useSession();
  const { setMode } = useTheme();
  const [theme, saveTheme] = useSetting('theme');
  const [density, saveDensity] = useSetting('density');
  const [singleLetters, saveSingleLetters] = useSetting('singleLetters');
  const [keepOpen] = useSetting('keepOpenMinutes');
  return (
    <Dialog title={t('settings.title')} width={560} onClose={props.onClose}>
      <Choices
        label={t('language.label')}
        value={locale}
        options={LOCALES.map((one) => ({ value: one, label: t(`language.${one}`), lang: one }))}
        onChange={(value) => void setOfficerLocale(value)}
      />
      <Choices
        label={t('theme.label')}
        value={theme}
        options={[
          { value: 'light', label: t('theme.light') },
          { value: 'dark', label: t('theme.dark') },
          { value: 'system', label: t('theme.system') },
        ]}
        onChange={(value) => {
          setMode(value);
          saveTheme(value);
        }}
      />
      <Choices
        label={t('settings.density')}
        value={density}
        options={[
          { value: 'compact', label: `${t('settings.densityCompact')} · 28` },
          { value: 'default', label: `${t('settings.densityDefault')} · 32` },
          { value: 'wide', label: `${t('settings.densityWide')} · 40` },
        ]}
        onChange={saveDensity}
      />
      <Choices
        label={t('settings.singleLetters')}
        value={singleLetters ? 'on' : 'off'}
        options={[
          { value: 'on', label: t('settings.on') },
          { value: 'off', label: t('settings.off') },
        ]}
        hint={t('settings.singleLettersHint')}
        onChange={(value) => saveSingleLetters(value === 'on')}
      />
      <div className={styles.setting}>
        <span className="strong">{t('settings.key')}</span>
        <span>
          {key.open && key.openUntil !== null
            ? t('settings.keyUntil', { time: time(key.openUntil) })
            : t('settings.keyClosed')}
        </span>
        <p className="hint">{t('key.idleHint', { count: keepOpen })}</p>
      </div>
      <p className="small muted">{t('settings.kept')}</p>
    </Dialog>
  );
}
