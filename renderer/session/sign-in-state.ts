/**
 * Signing in: choose a key, open it, see its holder, choose a post, enter. A known key of a person with one post goes through in
 * one step; a new file shows its holder before «Кіру». The password leaves this state as soon as the signer has answered.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DeskState, KeyFile, OpenedKey } from '../../preload/contract/index.ts';
import { api, DeskError } from '../api.ts';
import { keys } from '../query.ts';

/** Largest key file taken, as in the contract. */
export const MAX_KEY_BYTES = 65_536;
const KEEP_OPEN_MINUTES = 15;

/** The key with which to start: the last used one, else the first that is in date, else none. */
export function firstChoice(list: readonly KeyFile[], now: Date): KeyFile | undefined {
  const usable = list.filter((key) => key.certificate === null || key.certificate.notAfter > now);
  const used = usable
    .filter((key) => key.lastUsedAt !== null)
    .toSorted((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0));
  return used[0] ?? usable.find((key) => key.source !== 'demo') ?? undefined;
}

export function useSignIn(state: DeskState) {
  const client = useQueryClient();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [password, setPasswordText] = useState('');
  const [opened, setOpened] = useState<OpenedKey | null>(null);
  const [postId, setPostId] = useState<number | null>(null);

  const list = useQuery({
    queryKey: keys.keyFiles,
    queryFn: ({ signal }) => api.session.keys({ refresh: false }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const all = list.data ?? [];
  // Demo keys stand in their own strip below.
  const inStrip = new Set(state.demo?.officers.map((one) => one.keyId));
  const files = all.filter((key) => !inStrip.has(key.keyId));
  const chosen = all.find((key) => key.keyId === chosenId) ?? null;

  const enter = useMutation({
    mutationFn: (input: { ticket: string; postId: number }) =>
      api.session.enter({ ...input, keepOpenMinutes: KEEP_OPEN_MINUTES }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.state }),
    // A ticket is good once: after a failure the key is opened anew.
    onError: () => setOpened(null),
  });
  const open = useMutation({
    mutationFn: (key: KeyFile) => api.session.openKey({ keyId: key.keyId, password }),
    onSuccess: (answer, key) => {
      setPasswordText('');
      setOpened(answer);
      const only = answer.posts.length === 1 ? answer.posts[0] : undefined;
      setPostId(answer.posts[0]?.postId ?? null);
      if (only !== undefined && key.certificate !== null && answer.trust.ok) {
        enter.mutate({ ticket: answer.ticket, postId: only.postId });
      }
      void client.invalidateQueries({ queryKey: keys.keyFiles });
    },
  });
  const remember = (added: KeyFile): void => {
    client.setQueryData<KeyFile[]>(keys.keyFiles, (old = []) => [
      added,
      ...old.filter((key) => key.keyId !== added.keyId),
    ]);
    choose(added.keyId);
  };
  const add = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > MAX_KEY_BYTES) {
        throw new DeskError('FILE', { reason: 'tooLarge' });
      }
      return await api.session.addKey({ fileName: file.name, content: new Blob([await file.arrayBuffer()]) });
    },
    onSuccess: remember,
  });
  const browse = useMutation({
    mutationFn: () => api.session.browseKey(),
    onSuccess: (key) => {
      if (key !== null) remember(key);
    },
  });
  const refresh = useMutation({
    mutationFn: () => api.session.keys({ refresh: true }),
    onSuccess: (found) => client.setQueryData(keys.keyFiles, found),
  });

  function choose(keyId: string): void {
    setChosenId(keyId);
    setOpened(null);
    setPostId(null);
    setPasswordText('');
    open.reset();
    enter.reset();
    add.reset();
  }

  const suggestion = firstChoice(files, state.now)?.keyId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first answer of the list chooses for the person
  useEffect(() => {
    if (chosenId === null && suggestion !== undefined) {
      setChosenId(suggestion);
    }
  }, [suggestion]);

  return {
    list,
    files,
    chosen,
    choose,
    password,
    setPassword: (value: string) => {
      setPasswordText(value);
      open.reset();
      enter.reset();
    },
    opened,
    posts: opened?.posts ?? [],
    postId,
    setPostId,
    busy: open.isPending || enter.isPending,
    error: open.error ?? enter.error,
    addError: add.error ?? browse.error,
    addFile: (file: File) => add.mutate(file),
    browse: () => browse.mutate(),
    refresh: () => refresh.mutate(),
    refreshing: refresh.isPending,
    /** Opens the chosen key, or enters with the opened one. */
    submit: () => {
      if (open.isPending || enter.isPending || chosen === null) {
        return;
      }
      if (opened === null) {
        if (password !== '') open.mutate(chosen);
      } else if (postId !== null && opened.trust.ok) {
        enter.mutate({ ticket: opened.ticket, postId });
      }
    },
    /** Back to choosing: forgets the opened key on this screen. */
    startOver: () => {
      setOpened(null);
      setChosenId(null);
      setPasswordText('');
    },
  };
}

export type SignInState = ReturnType<typeof useSignIn>;
