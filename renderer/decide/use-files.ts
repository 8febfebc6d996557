import { useMutation } from '@tanstack/react-query';
import { api } from '../api.ts';
import { saveFile } from '../ui/save-file.ts';

export type DecisionFile = 'noticePdf' | 'xml' | 'protocolPdf';

/** Files of a signed decision: asked for, then saved by the browser or the host's own dialog. */
export function useDecisionFile(decisionId: string) {
  return useMutation({
    mutationFn: async (which: DecisionFile) => {
      const { fileName, content } = await api.decisions[which]({ id: decisionId });
      saveFile(fileName, content);
    },
  });
}
