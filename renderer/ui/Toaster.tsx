import { useEffect } from 'react';
import { useT } from '../i18n.ts';
import { Act, IconAct } from './Act.tsx';
import { Icon } from './Icon.tsx';
import { closeToast, useToast } from './toast.ts';

/** The one toast slot: bottom right, six seconds. */
export function Toaster() {
  const { t } = useT();
  const toast = useToast();
  useEffect(() => {
    if (toast === null) {
      return;
    }
    const timer = setTimeout(closeToast, 6000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className="toast-slot" role="status">
      {toast === null ? null : (
        <div className="toast">
          <Icon name="checkCircle" className="ok-m" />
          <span className="toast-text">
            <span className="strong">{toast.title}</span>
            {toast.detail === undefined ? null : <span className="small sub">{toast.detail}</span>}
          </span>
          {toast.action === undefined ? null : (
            <Act size="sm" tone="quiet" onClick={toast.action.run}>
              {toast.action.label}
            </Act>
          )}
          <IconAct small icon="x" label={t('act.close')} onClick={closeToast} />
        </div>
      )}
    </div>
  );
}
