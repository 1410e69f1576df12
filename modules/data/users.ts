// The data `users`: the accounts of a host itself, with their groups. What stands for their passwords never leaves it. Pure.
import { type DataSource, TAB } from './contract.ts';

// (the second field of a line may be a hash; it is cut out there)
const ASK = `sed -n 's/^\\([^:]*\\):[^:]*:/user${TAB}\\1:/p' /etc/passwd && sed -n 's/^\\([^:]*\\):[^:]*:/group${TAB}\\1:/p' /etc/group && echo all`;

export const users: DataSource = {
  name: 'users',
  summary: 'The accounts of the host itself: name, number, group and other groups, home and shell.',
  spec: { fields: {}, required: [] },
  ask: () => ASK,
  parse(lines) {
    if (lines.at(-1) !== 'all') return { missing: '/etc/passwd or /etc/group can not be read' };
    const told = (word: string): readonly string[][] =>
      lines.flatMap((line) => (line.startsWith(`${word}${TAB}`) ? [line.slice(word.length + 1).split(':')] : []));
    const groups = told('group').map(([name = '', gid = '', members = '']) => ({
      name,
      gid,
      members: members.split(','),
    }));
    const found = told('user').flatMap(([name = '', uid, gid, , home, shell]) => {
      if (uid === undefined || gid === undefined || home === undefined) return [];
      const group = groups.find((one) => one.gid === gid)?.name ?? gid;
      const others = groups.filter((one) => one.name !== group && one.members.includes(name));
      return [
        {
          ...{ name, uid: Number(uid), group, groups: others.map((one) => one.name).toSorted() },
          ...{ home, shell: shell === undefined || shell === '' ? '/bin/sh' : shell },
        },
      ];
    });
    return { found: found.toSorted((one, other) => one.uid - other.uid) };
  },
};
