// What the operating system says about files, in words. Pure.

const WORDS: { readonly [code: string]: string } = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: something above it is no folder',
  EACCES: 'may not be read by you',
  EPERM: 'may not be read by you',
  EISDIR: 'is a folder',
  ELOOP: 'is a link that leads in circles',
  ENAMETOOLONG: 'has a name that is too long',
  EROFS: 'is on a disk that can only be read',
  ENOSPC: 'does not fit: the disk is full',
  EDQUOT: 'does not fit: your quota is used up',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** `does not exist`; an error that is not the operating system's goes on as the bug that it is. */
export function whyUnreadable(error: unknown): string {
  const code = codeOf(error);
  if (code === '') throw error;
  return WORDS[code] ?? `can't be read (${code})`;
}

/** The same about writing. */
export function whyUnwritable(error: unknown): string {
  if (isMissing(error)) return "can't be made, for its folder does not exist";
  return whyUnreadable(error)
    .replace('may not be read', 'may not be written')
    .replace("can't be read", "can't be written");
}

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

export const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;
